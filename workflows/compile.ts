/**
 * A permit's state machine in the Amazon States Language (JSONata): every stage is one Task that
 * waits for its token, the straight line is approval, and every other outcome leaves it by `Catch`.
 * No Wait, no Choice, no Pass, and no deadline but the service's own.
 */

import type { ParallelGroup, Permit, Stage } from "../shared/permit/permit.ts";
import {
  nextOf,
  type OpenedStage,
  outcomesOf,
  type StageOutcome,
  supplementStageOf,
} from "../shared/permit/stages.ts";
import { say } from "../shared/text.ts";

/** The functions that a state machine may name; who deploys it puts their ARNs in their place. */
export const PLACEHOLDERS = ["OpenStage", "CloseApplication", "IssueLicence"] as const;

/** Name of the state that every exit leads to. Stage ids are lower case, so none can be called so. */
export const CLOSED = "Closed";

/** 364 days: below the year that an execution may live, above any wait that the ledger allows. */
const GUARD_SECONDS = 364 * 24 * 60 * 60;

/** Infrastructure errors alone: a retried `States.ALL` would retry a refusal. */
const RETRY = [
  {
    ErrorEquals: [
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
      "Lambda.ClientExecutionTimeoutException",
      // An unhandled end of the function: timed out, out of memory, killed. Today's runtimes say which.
      "Lambda.Unknown",
      "Sandbox.Timedout",
      "Runtime.OutOfMemory",
      "Runtime.ExitError",
      // What our own functions throw when something they need does not answer.
      "Unavailable",
    ],
    IntervalSeconds: 1,
    BackoffRate: 2,
    MaxAttempts: 6,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  },
] as const;

const INPUT = "{% $states.input %}";
const APPLICATION_ID = "{% $states.input.applicationId %}";

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Output: string;
  readonly Next: string;
}

interface Onward {
  readonly Next?: string;
  readonly End?: true;
}

export interface TaskState extends Onward {
  readonly Type: "Task";
  readonly Comment?: string;
  readonly Resource: string;
  readonly Arguments: {
    readonly FunctionName: string;
    readonly Payload: Readonly<Record<string, string>>;
  };
  readonly TimeoutSeconds?: number;
  readonly Retry: typeof RETRY;
  readonly Catch?: readonly Catcher[];
  readonly Output: string | Readonly<Record<string, never>>;
}

export interface ParallelState extends Onward {
  readonly Type: "Parallel";
  readonly Comment?: string;
  readonly Branches: readonly {
    readonly StartAt: string;
    readonly States: Readonly<Record<string, TaskState>>;
  }[];
  readonly Catch: readonly Catcher[];
  readonly Output: string;
}

export interface StateMachine {
  readonly Comment: string;
  readonly QueryLanguage: "JSONata";
  readonly StartAt: string;
  readonly States: Readonly<Record<string, TaskState | ParallelState>>;
}

/** The state machine of one permit version. Same permit, same machine, byte for byte. */
export function compile(permit: Permit): StateMachine {
  const [first] = permit.stages;
  if (!first) throw new Error(`Permit ${permit.id} has no stages.`);
  return {
    Comment: `${say(permit.title, "en")}, version ${permit.version} (${permit.id})`,
    QueryLanguage: "JSONata",
    StartAt: first.id,
    States: {
      ...Object.assign({}, ...permit.stages.map((step) => statesOf(permit, step))),
      [CLOSED]: closed(),
    },
  };
}

function statesOf(
  permit: Permit,
  step: Stage | ParallelGroup,
): Record<string, TaskState | ParallelState> {
  if (step.kind === "parallel") return { [step.id]: group(permit, step) };
  if (step.kind === "issue") return { [step.id]: issue(step.title.en) };
  const supplement = supplementStageOf(step);
  return {
    [step.id]: waiting(step, { Next: nextId(permit, step.id) }, exits(permit, step.id)),
    ...(supplement && {
      [supplement.id]: waiting(supplement, { Next: step.id }, exits(permit, supplement.id)),
    }),
  };
}

/** Opens the stage's task with the token of this state, and waits for what becomes of it. */
function waiting(
  stage: Exclude<OpenedStage, { kind: "issue" }>,
  onward: Onward,
  catchers: readonly Catcher[],
): TaskState {
  return {
    Type: "Task",
    Comment: say(stage.title, "en"),
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Arguments: {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the deployment replaces it
      FunctionName: "${OpenStage}",
      Payload: {
        applicationId: APPLICATION_ID,
        stage: stage.id,
        run: "{% $states.context.Execution.Name %}",
        taskToken: "{% $states.context.Task.Token %}",
        // A call that was given up must not put its dead token over that of its own retry.
        entered: "{% $states.context.State.EnteredTime %}",
        attempt: "{% $states.context.State.RetryCount %}",
      },
    },
    TimeoutSeconds: GUARD_SECONDS,
    Retry: RETRY,
    ...(catchers.length > 0 && { Catch: catchers }),
    Output: INPUT,
    ...onward,
  };
}

/** The stages of a group side by side; the first exit of any ends the group. */
function group(permit: Permit, step: ParallelGroup): ParallelState {
  const outcomes = new Set(step.stages.flatMap((stage) => outcomesOf(permit, stage.id)));
  return {
    Type: "Parallel",
    Comment: say(step.title, "en"),
    Branches: step.stages.map((stage) => ({
      StartAt: stage.id,
      States: { [stage.id]: waiting(stage, { End: true }, []) },
    })),
    Catch: [toClosed([...outcomes])],
    Output: INPUT,
    Next: nextId(permit, step.id),
  };
}

const CLOSING = [
  "Refused",
  "Withdrawn",
  "DeadlinePassed",
] as const satisfies readonly StageOutcome[];

function exits(permit: Permit, stageId: string): Catcher[] {
  const outcomes = outcomesOf(permit, stageId);
  const asks: Catcher = {
    ErrorEquals: ["SupplementRequired"],
    Output: INPUT,
    Next: `${stageId}-supplement`,
  };
  return [...(outcomes.includes("SupplementRequired") ? [asks] : []), toClosed(outcomes)];
}

function toClosed(outcomes: readonly StageOutcome[]): Catcher {
  return {
    ErrorEquals: CLOSING.filter((name) => outcomes.includes(name)),
    Output: INPUT,
    Next: CLOSED,
  };
}

function issue(title: string): TaskState {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the deployment replaces it
  return { ...ending("${IssueLicence}"), Comment: title };
}

function closed(): TaskState {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the deployment replaces it
  return { ...ending("${CloseApplication}"), Comment: "Every exit from the straight line" };
}

function ending(functionName: string): TaskState {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: functionName, Payload: { applicationId: APPLICATION_ID } },
    Retry: RETRY,
    Output: {},
    End: true,
  };
}

function nextId(permit: Permit, id: string): string {
  const next = nextOf(permit, id);
  if (!next) throw new Error(`Nothing follows ${id}, which is not the issue of the licence.`);
  return next.id;
}
