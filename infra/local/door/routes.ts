/** Who may pass a route: anybody, or the bearer of a token from one of these issuers. */
export type RouteAuthorization = "none" | { readonly issuers: readonly string[] };

/** One route of an API Gateway HTTP API with a Lambda behind it. */
export interface Route {
  /** An HTTP method, or `ANY` for each that has no route of its own. */
  readonly method: string;
  /** Such as `/applications/{id}`; a last segment like `{proxy+}` takes all that follows. */
  readonly path: string;
  readonly functionName: string;
  readonly auth: RouteAuthorization;
}

export interface RouteMatch {
  readonly route: Route;
  /** Percent-decoded values of the path's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RouteTable {
  /** The most specific route for a method and a path that is still percent-encoded. */
  match(method: string, path: string): RouteMatch | undefined;
  /** The methods that a path has routes for. */
  methods(path: string): string[];
}

interface CompiledRoute {
  readonly route: Route;
  readonly segments: readonly string[];
}

/**
 * Routes are chosen as API Gateway does: a literal segment before a parameter, a parameter before a
 * greedy one, the method itself before `ANY`
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 * Beyond it, HEAD is answered by the GET route (RFC 9110, section 9.1).
 */
export function routeTable(routes: readonly Route[]): RouteTable {
  const compiled = routes.map((route) => ({ route, segments: route.path.split("/") }));
  compiled.sort(bySpecificity);

  const onPath = (path: string) => {
    const segments = path.split("/");
    return compiled.flatMap(({ route, segments: pattern }) => {
      const parameters = parametersOf(pattern, segments);
      return parameters ? [{ route, parameters }] : [];
    });
  };
  return {
    match(method, path) {
      const accepted = method === "HEAD" ? ["HEAD", "GET", "ANY"] : [method, "ANY"];
      return onPath(path).find(({ route }) => accepted.includes(route.method));
    },
    methods(path) {
      const found = new Set(onPath(path).map(({ route }) => route.method));
      if (found.has("GET")) found.add("HEAD");
      return [...found].sort();
    },
  };
}

const isGreedy = (segment: string) => /^\{.+\+\}$/.test(segment);
const isParameter = (segment: string) => /^\{.+\}$/.test(segment);
const nameOf = (segment: string) => segment.replace(/^\{|\+?\}$/g, "");
const rank = (segment: string | undefined) =>
  segment === undefined ? 3 : isGreedy(segment) ? 2 : isParameter(segment) ? 1 : 0;

const rankOfMethod = (method: string) => (method === "ANY" ? 2 : method === "HEAD" ? 0 : 1);

function bySpecificity(a: CompiledRoute, b: CompiledRoute): number {
  for (let i = 0; i < Math.max(a.segments.length, b.segments.length); i += 1) {
    const difference = rank(a.segments[i]) - rank(b.segments[i]);
    if (difference !== 0) return difference;
  }
  return rankOfMethod(a.route.method) - rankOfMethod(b.route.method);
}

function parametersOf(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [i, expected] of pattern.entries()) {
    if (isGreedy(expected)) {
      const rest = decode(segments.slice(i).join("/"));
      if (!rest) return undefined;
      return { ...parameters, [nameOf(expected)]: rest };
    }
    const actual = segments[i];
    if (!actual) {
      if (actual === expected) continue;
      return undefined;
    }
    if (isParameter(expected)) {
      const value = decode(actual);
      if (value === undefined) return undefined;
      parameters[nameOf(expected)] = value;
    } else if (decode(actual) !== expected) return undefined;
  }
  return segments.length === pattern.length ? parameters : undefined;
}

/** Undefined for text that is no percent-encoding. */
export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
