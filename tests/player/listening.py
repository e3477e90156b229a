"""What a page would play, as numbers: the score and the instruments in an `OfflineAudioContext`.

In: a browser, and acts in time: which music, which volumes, a sound. Out: how loud it is,
in numbers, each half second.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from weavec.emit.link import link

PLAYER = Path(__file__).resolve().parents[2] / "weavec" / "player"
PROBE = """
import { scoreOf } from "./score.mjs";
import { makeSynth } from "./synth.mjs";
Object.assign(globalThis, { scoreOf, makeSynth });
"""
CHANNELS = ("main", "music", "sound", "voices", "ui")
FULL = {**dict.fromkeys(CHANNELS, 100), "mute": False, "mono": False}
# Acts are `[second, verb, ...]`; the graph is pumped twice a second, as a page's timer does.
RENDER = """async ([seconds, acts, files]) => {
  const rate = 22050, ctx = new OfflineAudioContext(2, seconds * rate, rate);
  const synth = makeSynth(ctx, (channel, name) => {
    const file = files[`${channel}/${name}`];
    if (file === undefined) return null;
    return Promise.resolve(Uint8Array.from(atob(file), (c) => c.charCodeAt(0)).buffer);
  });
  let wanted = null;
  const verbs = {
    want: (cast, music, minds, clarity) => {
      const score = scoreOf(cast, music, minds);
      wanted = score && { score, clarity };
    },
    ...synth,
  };
  const turn = (at) => {
    for (const [when, verb, ...rest] of acts) {
      if (when >= at && when < at + 0.5) verbs[verb](...rest);
    }
    synth.pump(wanted);
  };
  turn(0);
  for (let at = 0.5; at < seconds; at += 0.5) ctx.suspend(at).then(async () => {
    await new Promise((go) => setTimeout(go, 0));
    turn(at);
    await new Promise((go) => setTimeout(go, Object.keys(files).length ? 40 : 0)); // to be read
    ctx.resume();
  });
  const buffer = await ctx.startRendering();
  const [left, right] = [buffer.getChannelData(0), buffer.getChannelData(1)];
  const heard = { rms: [], peak: [], jump: 0, apart: 0, odd: 0 };
  for (let from = 0; from < left.length; from += rate / 2) {
    let sum = 0, peak = 0;
    for (let i = from; i < Math.min(left.length, from + rate / 2); i += 1) {
      if (!Number.isFinite(left[i]) || !Number.isFinite(right[i])) heard.odd += 1;
      sum += (left[i] ** 2 + right[i] ** 2) / 2;
      peak = Math.max(peak, Math.abs(left[i]), Math.abs(right[i]));
      if (i) heard.jump = Math.max(heard.jump, Math.abs(left[i] - left[i - 1]));
      heard.apart = Math.max(heard.apart, Math.abs(left[i] - right[i]));
    }
    heard.rms.push(Math.sqrt(sum / (rate / 2)));
    heard.peak.push(peak);
  }
  return heard;
}"""


class Listener:
    """Renders acts in one blank page."""

    def __init__(self, browser: Browser) -> None:
        modules = {path.name: path.read_text("utf-8") for path in PLAYER.glob("*.mjs")}
        self.page = browser.new_page()
        self.page.evaluate(link({**modules, "probe.mjs": PROBE}, "probe.mjs"))

    def hear(
        self, seconds: int, *acts: tuple[Any, ...], files: dict[str, str] | None = None
    ) -> Any:
        """What is heard: `rms` and `peak` of each half second, the largest `jump` between two
        samples, how far left and right are `apart`, and how many samples are no number (`odd`).

        Args:
            seconds: how long to listen.
            acts: second, verb, and what the verb takes.
            files: an author's files in base64, by channel and name.
        """
        return self.page.evaluate(RENDER, [seconds, [list(act) for act in acts], files or {}])
