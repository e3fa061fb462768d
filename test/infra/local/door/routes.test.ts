import { describe, expect, it } from "vitest";
import { type Route, routeTable } from "../../../../infra/local/door/routes.ts";

const route = (key: string): Route => {
  const [method = "", path = ""] = key.split(" ");
  return { method, path, functionName: key, auth: "none" };
};

function matched(keys: string[], method: string, path: string): string | undefined {
  return routeTable(keys.map(route)).match(method, path)?.route.functionName;
}

describe("a route table", () => {
  it.each([
    ["a literal segment before a parameter", "/permits/current", "GET /permits/current"],
    ["a parameter before a greedy one", "/permits/liquor", "GET /permits/{id}"],
    ["a greedy parameter for what lies deeper", "/permits/liquor/v1", "GET /permits/{proxy+}"],
    ["a literal first segment before a greedy root", "/permits", "GET /permits"],
    ["the greedy root for the rest", "/elsewhere", "GET /{proxy+}"],
  ])("prefers %s", (_, path, expected) => {
    const keys = [
      "GET /{proxy+}",
      "GET /permits/{proxy+}",
      "GET /permits/{id}",
      "GET /permits/current",
      "GET /permits",
    ];
    expect(matched(keys, "GET", path)).toBe(expected);
  });

  it("prefers the method itself to ANY", () => {
    expect(matched(["ANY /a", "GET /a"], "GET", "/a")).toBe("GET /a");
  });

  it("gives ANY the methods that have no route of their own", () => {
    expect(matched(["ANY /a", "GET /a"], "PUT", "/a")).toBe("ANY /a");
  });

  it("looks further when the most specific path lacks the method", () => {
    expect(matched(["GET /a/b", "POST /a/{id}"], "POST", "/a/b")).toBe("POST /a/{id}");
  });

  it("answers HEAD by the GET route", () => {
    expect(matched(["GET /a"], "HEAD", "/a")).toBe("GET /a");
  });

  it.each([
    ["/a", "/a/"],
    ["/a/", "/a"],
    ["/a/{id}", "/a/"],
    ["/a/{id}", "/a/b/c"],
    ["/a/{proxy+}", "/a"],
    ["/a/{proxy+}", "/a/"],
    ["/a/b", "/a"],
    ["/a", "/A"],
    ["/a.b", "/axb"],
  ])("does not take %s for %s", (pattern, path) => {
    expect(matched([`GET ${pattern}`], "GET", path)).toBeUndefined();
  });

  it("decodes parameters after it has split the path", () => {
    const table = routeTable([route("GET /a/{one}/{two}")]);
    expect(table.match("GET", "/a/x%2Fy/%C4%91")?.parameters).toEqual({ one: "x/y", two: "đ" });
  });

  it("hands on all of a greedy parameter", () => {
    const table = routeTable([route("GET /a/{proxy+}")]);
    expect(table.match("GET", "/a/b/c%20d")?.parameters).toEqual({ proxy: "b/c d" });
  });

  it("knows the methods of a path", () => {
    const table = routeTable([route("GET /a/{id}"), route("POST /a/{id}"), route("PUT /b")]);
    expect(table.methods("/a/1")).toEqual(["GET", "HEAD", "POST"]);
  });
});
