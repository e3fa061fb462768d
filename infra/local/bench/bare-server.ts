/**
 * The baseline: the same requests answered by Express, each write one row in SQLite with fsync.
 * No identity, no rules, no workflow, no signature: what a lifecycle costs at the very least.
 */
import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import express from "express";

const [file = ":memory:"] = process.argv.slice(2);
const database = new DatabaseSync(file);
database.exec(
  "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT)",
);
const insert = database.prepare("INSERT INTO rows VALUES (?, ?)");
const write = (body: unknown) => {
  const id = randomUUID();
  insert.run(id, JSON.stringify(body ?? null));
  return id;
};

const app = express();
app.use(express.json());
app.post("/applications", (request, response) => {
  response.status(201).json({ id: write(request.body) });
});
app.post("/applications/:id/documents", (request, response) => {
  response.status(201).json({ id: write(request.body), upload: { url: "/files", fields: {} } });
});
app.post("/files", express.raw({ type: "*/*", limit: "10mb" }), (request, response) => {
  write(String(request.body));
  response.status(204).end();
});
app.post("/applications/:id/submission", (_, response) => {
  response.status(201).json({ id: write({ submitted: true }) });
});
app.post("/applications/:id/checkout", (_, response) => {
  response.status(201).json({ checkout: write({}), url: "/pay" });
});
app.post("/pay", (request, response) => {
  write(request.body);
  response.status(303).end();
});
app.post("/tasks/:task/decision", (request, response) => {
  response.status(200).json({ id: write(request.body) });
});
app.get("/applications/:id/licence", (request, response) => {
  const row = database.prepare("SELECT body FROM rows WHERE id = ?").get(request.params.id);
  response.status(200).json({ licence: row });
});
const server = app.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as { port: number };
  process.stdout.write(`listening on ${port}\n`);
});
