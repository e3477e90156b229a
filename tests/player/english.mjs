/** The player's own words where there is no page. In: nothing. Out: nothing; `WORDS` is English from then on. */

import { readFileSync } from "node:fs";

import { WORDS } from "../../weavec/player/words.mjs";

Object.assign(WORDS, JSON.parse(readFileSync(new URL("../../weavec/languages/en.json", import.meta.url), "utf8")));
