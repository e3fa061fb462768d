import { grants } from "../../shared/authority/override.ts";
import { say } from "../../shared/text.ts";
import { http } from "../runtime.ts";
import { clock, store } from "../wiring.ts";
import { listAuthorities } from "./contracts.ts";
import { onOffer } from "./on-offer.ts";

export const handler = http(listAuthorities, async ({ language }) => {
  const authorities = await store().authorities.all();
  const offered = onOffer(clock.now());
  return {
    status: 200,
    body: {
      authorities: authorities.map((authority) => ({
        id: authority.id,
        title: say(authority.title, language),
        issuer: authority.issuer,
        permits: offered.filter((permit) => grants(authority, permit)).map(({ id }) => id),
        places: authority.places.map((place) => ({
          code: place.code,
          title: say(place.title, language),
          level: place.level,
        })),
      })),
    },
  };
});
