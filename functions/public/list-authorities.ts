import { say } from "../../shared/text.ts";
import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { listAuthorities } from "./contracts.ts";

export const handler = http(listAuthorities, async ({ language }) => {
  const authorities = await store().authorities.all();
  return {
    status: 200,
    body: {
      authorities: authorities.map(({ id, title, issuer, places }) => ({
        id,
        title: say(title, language),
        issuer,
        places: places.map((place) => ({
          code: place.code,
          title: say(place.title, language),
          level: place.level,
        })),
      })),
    },
  };
});
