/** Items as DynamoDB writes them (`{"pk": {"S": "..."}}`) and as they are, for who reads without the SDK. */
import type { Item } from "./client.ts";

type Attribute = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, Attribute>>;

/** Keys and what queries compare with: texts and numbers. */
export function toAttributes(values: Readonly<Record<string, unknown>>): Attributes {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "number" ? { N: String(value) } : { S: String(value) },
    ]),
  );
}

/** An item as `@aws-sdk/util-dynamodb` would give it. */
export function fromAttributes(attributes: Attributes): Item {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, valueIn(attribute)]),
  );
}

/** @throws Error for a type that no item here has: sets of numbers and of binaries */
function valueIn(attribute: Attribute): unknown {
  const [[type, value] = []] = Object.entries(attribute);
  switch (type) {
    case "S":
    case "BOOL":
      return value;
    case "N":
      return Number(value);
    case "NULL":
      return null;
    case "B":
      return new Uint8Array(Buffer.from(value as string, "base64"));
    case "L":
      return (value as readonly Attribute[]).map(valueIn);
    case "M":
      return fromAttributes(value as Attributes);
    case "SS":
      return new Set(value as readonly string[]);
    default:
      throw new Error(`an attribute of type ${type} is not known here`);
  }
}
