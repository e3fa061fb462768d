declare module "asl-validator" {
  /** Checks a state machine's definition against JSON schemas of the Amazon States Language. */
  export default function aslValidator(
    definition: object,
    options?: { readonly checkPaths?: boolean; readonly checkArn?: boolean },
  ): { readonly isValid: boolean; readonly errorsText: (separator?: string) => string };
}
