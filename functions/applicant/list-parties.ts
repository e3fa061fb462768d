import { http } from "../runtime.ts";
import { store } from "../wiring.ts";
import { listParties } from "./contracts/parties.ts";

export const handler = http(listParties, async ({ caller }) => {
  const { people } = store();
  const ids = await people.partiesOf(caller.person);
  const parties = await Promise.all(ids.map((id) => people.party(id)));
  return { status: 200, body: { parties: parties.filter((party) => party !== undefined) } };
});
