import { newId } from "../../shared/id.ts";
import { ConditionFailed, type Write } from "../../shared/store/client.ts";
import { partyWrites } from "../../shared/store/people.ts";
import { answeredOnce } from "../command.ts";
import { http } from "../runtime.ts";
import { clock, random, realClock, store } from "../wiring.ts";
import { onceOf } from "./command.ts";
import { createParty } from "./contracts/parties.ts";

export const handler = http(createParty, async (request) => {
  const { body, caller } = request;
  const { table } = store();
  return answeredOnce({ store: store(), realClock }, onceOf(request), async (record) => {
    const party = { id: newId(clock, random), ...body };
    const answer = { status: 201, body: party };
    const beside = record(answer);
    const writes: Write[] = [
      ...partyWrites(party, [caller.person]),
      ...beside.map(({ write }) => write),
    ];
    try {
      await table.write(writes);
    } catch (error) {
      const refusal = error instanceof ConditionFailed ? beside[0]?.otherwise?.() : undefined;
      throw refusal ?? error;
    }
    return answer;
  });
});
