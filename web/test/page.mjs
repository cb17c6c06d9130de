// The page in a real browser: `web/test/run [WORD of a test's name …]`.

import { runAll } from "./harness.mjs";
import "./compare.mjs";
import "./use.mjs";

await runAll();
