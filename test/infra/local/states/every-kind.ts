import { CALLBACK, call, machine, scope } from "./trial.ts";

const payload = "{% $states.result.Payload %}";

/** A workflow with every kind of state, a retry, a catcher, variables, a timer and a callback. */
export const EVERY_KIND = machine({
  Begin: {
    Type: "Pass",
    Assign: { n: "{% $states.input.n %}", pause: "{% $states.input.pause %}" },
    Next: "Ask",
  },
  Ask: {
    Type: "Task",
    Resource: CALLBACK,
    Arguments: {
      FunctionName: "ask",
      Payload: { taskToken: "{% $states.context.Task.Token %}", n: "{% $n %}" },
    },
    Assign: { asked: "{% $states.result.asked %}" },
    Next: "Pause",
  },
  Pause: { Type: "Wait", Seconds: "{% $pause %}", Next: "Both" },
  Both: {
    Type: "Parallel",
    Branches: [
      scope({
        Each: {
          Type: "Map",
          Items: "{% [$n, $n + 1, $n + 2] %}",
          MaxConcurrency: 2,
          ItemProcessor: scope({
            Answer: call({ n: "{% $states.input %}" }, { Output: payload, End: true }),
          }),
          End: true,
        },
      }),
      scope({
        Twice: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Arguments: {
            FunctionName: "fail",
            Payload: { n: "{% $n %}", attempt: "{% $states.context.State.RetryCount %}" },
          },
          Retry: [{ ErrorEquals: ["Once"], IntervalSeconds: 1 }],
          Output: payload,
          End: true,
        },
      }),
      scope({
        Doomed: {
          Type: "Parallel",
          Branches: [scope({ Fail: { Type: "Fail", Error: "Meant", Cause: "to" } })],
          Catch: [{ ErrorEquals: ["Meant"], Output: "{% $states.errorOutput %}", Next: "Saved" }],
          End: true,
        },
        Saved: { Type: "Succeed" },
      }),
    ],
    Next: "Decide",
  },
  Decide: {
    Type: "Choice",
    Choices: [{ Condition: "{% $n % 2 = 0 %}", Next: "Even", Assign: { even: true } }],
    Default: "Odd",
  },
  Even: {
    Type: "Succeed",
    Output: { even: "{% $even %}", asked: "{% $asked %}", both: "{% $states.input %}" },
  },
  Odd: {
    Type: "Fail",
    Error: "Odd",
    Cause: "{% $string({'asked': $asked, 'both': $states.input}) %}",
  },
});

/** What `EVERY_KIND` makes of an input, by reasoning and not by running it. */
export function expectedOf(n: number): { status: string; told: unknown } {
  const both = [
    [{ answered: n }, { answered: n + 1 }, { answered: n + 2 }],
    { answered: n },
    { Error: "Meant", Cause: "to" },
  ];
  if (n % 2 === 1) return { status: "FAILED", told: { asked: n, both } };
  return { status: "SUCCEEDED", told: { even: true, asked: n, both } };
}
