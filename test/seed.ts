/** Every property is tried with the same cases in every run; `SEED=<number>` tries others. */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["SEED"] ?? 20_261_123) });
