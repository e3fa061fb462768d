import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { type IndexSpec, TABLE } from "../../../shared/store/table.ts";
import { keptAlways } from "../removal.ts";
import type { Settings } from "../settings.ts";

/** The one table, as `TABLE` has it. */
export function createTable(scope: Construct, settings: Settings): Table {
  const table = new Table(scope, "Table", {
    partitionKey: { name: TABLE.partitionKey, type: AttributeType.STRING },
    sortKey: { name: TABLE.sortKey, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: TABLE.expiresAt,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: settings.retain,
    removalPolicy: keptAlways(settings),
  });
  for (const index of TABLE.indexes satisfies readonly IndexSpec[]) addIndex(table, index);
  return table;
}

function addIndex(table: Table, index: IndexSpec): void {
  const { name, partitionKey, sortKey, sortKeyType = "S", projection } = index;
  table.addGlobalSecondaryIndex({
    indexName: name,
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    sortKey: { name: sortKey, type: sortKeyType as AttributeType },
    ...(typeof projection === "string"
      ? { projectionType: projection as ProjectionType }
      : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] }),
  });
}
