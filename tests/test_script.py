"""Scripts made short: what each step makes of what, what is refused, and that nothing changes.

`pytest --full` compares some thousand random programs before and after, instead of some hundred.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from random_script import program

from weavec.emit.script.parser import parse
from weavec.emit.script.printer import printed
from weavec.emit.script.shorten import shorten
from weavec.emit.script.tokens import ScriptError

HERE = Path(__file__).parent
NODE = shutil.which("node")


def small(text: str) -> str:
    """The script, as short as it gets."""
    return shorten([("x.mjs", text)])


def as_is(text: str) -> str:
    """The script read and written again, nothing else."""
    return printed(parse(text)[0], {})


# ------------------------------------------------------------------ reading and writing


@pytest.mark.parametrize(
    "text",
    [
        # what looks like comments, and is not
        'a="// no comment"',
        "b='/* nor \"this\" */'",
        "c=`// ${`/* ${a+{b}.b} */`} http://x  y`",
        "d=/\\/\\*[/'\"] +\\/\\//g",
        "if(/^[1-9] $/.test(a))b()",
        "if(a)/b c/.test(d);else/[/]/g.test(d)",
        "{a}/b c/.test(d)",
        "a={b:1}/2/c;a=b.if(1)/2/c",
        "e=a.length/2;g=b.length/1",
        "f=a.of/2/b;g=a++/2/c",
        # blanks that are needed
        "a=1+ +b- -c/ /x y/.d",
        "a=b-- -c+ ++d",
        "typeof a in{b:1}",
        "/a/ in b",
        "for(let a of[1])for(let b of a)c",
        "async()=>{for await(let a of b)c}",
        "(async a=>await a)()",
        # brackets that are needed
        "(a,b)=>(c,d)",
        "a=>({b:1})",
        "a=>({}.b)",
        "a=>b=>({c}=b)",
        "({a}=b)",
        "(function(){}())",
        "(class{}.a)",
        "(a+b)*c-(d-e)",
        "a**b**c;(a**b)**c;(-a)**b",
        "(a??b)||c;a??(b||c);(a&&b)??c",
        "(a?b:c)?d:e?f:g",
        "(a=b)?c:d",
        "!(a=>b)",
        "(()=>a)()",
        "new(a())(b);new(a().b)(c);new a.b(c);new a(b).c",
        "(a?.b).c;a?.b.c;a?.[b]?.(c)",
        "(a,b)?.c",
        "1..a;.5.a;(-1).a",
        "for(let a=(b in c);a;);",
        "for(let a=[b in c],d=()=>{e in f};;);",
        "(await a)()",
        "`${a,b}`",
        "a`b${c}d`",
        # braces and semicolons that are needed
        "if(a){if(b)c}else d",
        "if(a)for(;;){if(b)c}else d",
        "if(a);else b",
        "do a();while(b)",
        "while(a);",
        "for(;;);",
        "a:for(;;){continue a}",
        "switch(a){case 1:case 2:b();break;default:c()}",
        "try{a()}catch{b()}finally{c()}",
        "try{a()}catch({b}){c()}",
        # shapes
        "[a,,b]=[,,];[,]=[]",
        "({a,b:c,[d]:e,...f}=g)",
        "({get a(){return 1},set a(b){},async*c(){},async d(){},*e(){},get:1,set(){},async:2})",
        "class a extends b.c{#d=1;e;static f=2;static get g(){return 1}h(){super.h()}}",
        "function*a(){yield*b;yield c;yield}",
        "let{a,b:{c},...d}=e,[f,,g=2,...h]=i",
        "(a,{b,c},[d]=[],...e)=>1",
        "class a{#b;c(d){return #b in d}}",
        "a??=b||=c&&=d",
        "a>>>=b>>>1",
        "a?.5:b",
        "void 0===a,delete a.b,!a,~a",
    ],
)
def test_what_is_short_already_comes_out_as_it_was(text: str) -> None:
    assert as_is(text) == text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (
            "/** doc\n * more */\nlet x = 0.50;   // why\n\n\n    let y = 10.5;\n",
            "let x=.5;let y=10.5",
        ),
        ("a\n++b\n{\n c\n}\nd\n", "a;++b;{c}d"),
        ("return /* a\nb */ x", "return;x"),
        ("let f = async\n(a)", None),
        ("f(\n  a,\n  b,\n)\n  .c ?\n d\n : e\n", "f(a,b).c?d:e"),
        ("'it\\'s' + \"\\\"\" + '\\x41\\u0042\\u{43}'", '"it\'s"+\'"\'+"ABC"'),
        ("'\\n\\t\\u2028\\ud83d\\u200d\\0'", '"\\n\\t\\u2028\\ud83d\\u200d\\x00"'),
        ('"</script>" + "<!--"', '"<\\/script>"+"<\\!--"'),
        ("a<! --b", "a< !--b"),
        ("0x10 + 1000 + 1.0 + 0.0 + 100 + 1e21 + 0xffffffff", "16+1e3+1+0+100+1e21+4294967295"),
        ("(a) => { return a; }", "a=>a"),
        ("({ 'a': a, b: b, c: (d) })", '({"a":a,b,c:d})'),
        ("(((a)))", "a"),
        ("new Map", "new Map()"),
        ("let { a = 1 } = b;", "let{a:a=1}=b"),
    ],
)
def test_blanks_comments_and_spellings(text: str, short: str | None) -> None:
    if short is None:
        with pytest.raises(ScriptError):
            as_is(text)
    else:
        assert as_is(text) == short


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("var a = 1;", "'var' is not allowed"),
        ("with (a) b;", "'with' is not allowed"),
        ("import a from 'b';", "'import' is not allowed"),
        ("a = arguments;", "'arguments'"),
        ("eval('a');", "'eval'"),
        ("new.target", "new.target"),
        ("class A { static { a(); } }", "static blocks"),
        ("a = 10n;", "semicolon"),
        ("a = 1_000;", "semicolon"),
        ("a = `b${c`;", "template"),
        ("a = \\u0061;", "not understood"),
        ("switch (a) { case 1: {} /b c/.test(d); }", "a value is expected, and '/'"),
        ("f(a b)", "',' is expected"),
        ("f(a]", "closes nothing"),
        ("{ a", "stays open"),
        ("a b", "semicolon"),
        ("a = 'b\n'", "not understood"),
        ("const a = 1; const a = 2;", "a is declared twice"),
        ("function f(a, a) {}", "a is declared twice"),
        ("const a = 1; a = 2;", "a is constant"),
        ("const a = 1; [b, ...a] = c;", "a is constant"),
        ("for (const a of b) a += 1;", "a is constant"),
        ("let f(a) = 1;", "semicolon"),
        ("let a.b = 1;", "semicolon"),
        ("f() = 1;", "nothing can be assigned"),
        ("({ __proto__ });", "__proto__"),
        ("a = '\\1';", "escape"),
        ("a < /script/", "must not stand"),
    ],
)
def test_what_is_not_understood_is_refused(text: str, words: str) -> None:
    with pytest.raises(ScriptError) as refused:
        small(text)
    assert words in str(refused.value)


def test_a_refusal_names_module_and_line() -> None:
    with pytest.raises(ScriptError, match=r"^two\.mjs:3: 'var' is not allowed"):
        shorten([("one.mjs", "a();\n"), ("two.mjs", "/*\n*/\nvar b;\n")])


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("text", "short"),
    [
        # the same short names in scopes that do not see each other
        (
            "export1(function (first, second) { return first + second; }, (third) => third);",
            "export1(function(e,t){return e+t},e=>e)",
        ),
        # an outer variable that is used inside is not hidden, one that is not may be
        ("go((outer) => [(inner) => outer + inner, (inner) => inner]);",
         "go(e=>[t=>e+t,e=>e])"),
        # a free name is left alone, and nobody else gets it
        ("go((one, two) => one + two + e);", "go((t,n)=>t+n+e)"),
        # properties stay
        ("go(({ size, at: { of = size } }) => ({ size, of, x: size.of }));",
         "go(({size:e,at:{of:t=e}})=>({size:e,of:t,x:e.of}))"),
        # a body cannot declare its parameters again, nor a catch its own
        ("go((one) => { let two = run(); two = two + two; return two; });",
         "go(e=>{let t=run();return t=t+t,t})"),
        ("try { go(); } catch (one) { let two = go(); go(two, two); }",
         "try{go()}catch(e){let t=go();go(t,t)}"),
        # a name of a function's own is known inside only
        ("go(function again(one) { return again(one); }, again);",
         "go(function e(t){return e(t)},again)"),
        ("go(class Box { make() { return new Box(); } }, Box);",
         "go(class e{make(){return new e()}},Box)"),
        # a default sees what is outside, not what the body declares
        ("go((two) => (one = two) => { let two = run(one); two = one; go(two, two); });",
         "go(e=>(t=e)=>{let e=run(t);e=t,go(e,e)})"),
        ("outer: for (;;) { for (const one of go()) { if (one) continue outer; run(one); } }",
         "outer:for(;;)for(let e of go()){if(e)continue outer;run(e)}"),
    ],
)  # fmt: skip
def test_names(text: str, short: str) -> None:
    assert small(text) == short


def test_more_names_than_letters_and_no_word_of_the_language() -> None:
    count = 1200
    text = "".join(f"let variable{i} = go();" for i in range(count))
    text += "".join(f"go(variable{i}, variable{i});" for i in range(count))
    made = small(text)
    names = made.removeprefix("let ").split(";")[0].split(",")
    assert len({name.split("=")[0] for name in names}) == count
    assert not {"do", "if", "in", "of", "as", "get", "let", "new"} & {
        n.split("=")[0] for n in names
    }


# ------------------------------------------------------------------ shorter ways


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("go(true, false, undefined);", "go(!0,!1,void 0)"),
        ("go(`a`, `it's \\``, `\n`);", 'go("a",`it\'s \\``,"\\n")'),
        ("go(a['b'], a['b-c'], { 'd': 1, 'e-f': 2 });", 'go(a.b,a["b-c"],{d:1,"e-f":2})'),
        ("go(typeof a === 'string', typeof a !== b);", 'go(typeof a=="string",typeof a!==b)'),
        ("go(!(a === b), !(a < b), !a ? b : c);", "go(a!==b,!(a<b),a?c:b)"),
        ("go(a === null || a === undefined);", "go(a==null)"),
        ("go(a !== undefined && a !== null);", "go(a!=null)"),
        ("go(a === null || b === undefined);", "go(a===null||b===void 0)"),
        ("a(); b(); if (c) { d(); e(); }", "a(),b(),c&&(d(),e())"),
        ("if (!a) b(); if (a) b(); else c(); if (!a) b(); else c();", "a||b(),a?b():c(),a?c():b()"),
        ("go(function () { if (a) return b; return c; });", "go(function(){return a?b:c})"),
        ("go(() => { if (a) return b; if (c) return d; e(); return f; });",
         "go(()=>a?b:c?d:(e(),f))"),
        ("go(() => { if (a) return; b(); c(); });", "go(()=>{a||(b(),c())})"),
        ("go(() => { if (a) return; b(); if (!c) return; for (;;) d(); });",
         "go(()=>{if(!a)if(b(),c)for(;;)d()})"),
        ("for (const a of b) { if (a) continue; c(); }", "for(let e of b)e||c()"),
        ("go(() => { if (a) { return b; } else { c(); } });", "go(()=>{if(a)return b;c()})"),
        ("go(() => { a(); return undefined; });", "go(()=>{a()})"),
        ("go(() => void a());", "go(()=>void a())"),
        ("if (a) { throw b; } else if (c) { d(); }", "if(a)throw b;c&&d()"),
        ("let a; if (b) a = 1; else a = 2; go(a, a);", "let d;d=b?1:2,go(d,d)"),
        ("let a = 0; if (a++) a += 1; else a += 2; go(a);", "let d=0;d++?d+=1:d+=2,go(d)"),
        ("{ a(); } ; { { b(); } }", "a(),b()"),
        ("if (a) {} else b(); if (a) {}", "a||b(),a"),
        ("try { a(); } catch (b) { }", "try{a()}catch(e){}"),
        ("a(); for (;;) b(); c(); for (let d = 1; ;) b(d); e(); throw f;",
         "for(a();;)b();c();for(let t=1;;)b(t);throw e(),f"),
    ],
)  # fmt: skip
def test_shorter_ways(text: str, short: str) -> None:
    assert small(text) == short


@pytest.mark.parametrize(
    ("text", "short"),
    [
        # constants: where they are used, unless they are long and used often
        ("const LIMIT = 5; const word = 'a'; go(LIMIT, `${word}${LIMIT}`, -LIMIT, { LIMIT });",
         'go(5,"a5",-5,{LIMIT:5})'),
        ("const long = 'a word of many letters'; go(long, long);",
         'let d="a word of many letters";go(d,d)'),
        ("const once = 'a word of many letters'; go(once);", 'go("a word of many letters")'),
        ("let count = 5; count += 1; go(count);", "let d=5;d+=1,go(d)"),
        ("const name = 'a'; go(b[name], 5 ** name, (-1) ** 2);", 'go(b.a,5**"a",(-1)**2)'),
        ("for (const one = 1; ;) go(one);", "for(let e=1;;)go(e)"),
        # what nobody uses, and whose making does nothing
        ("function f() { return g(); } function g() {} class A { a() {} } const b = [new Map()];",
         ""),
        ("const a = go(); class B extends a.b {} const c = { ...a };",
         "let d=go();class u extends d.b{}let h={...d}"),
        # the functions of the outermost scope come first, and what stood between them together
        ("const a = go(); function f(b) { return b; } const c = go(a, f); go(c, c);",
         "function u(e){return e}let h=go(),d=go(h,u);go(d,d)"),
    ],
)  # fmt: skip
def test_what_is_left_out(text: str, short: str) -> None:
    assert small(text) == short


# ------------------------------------------------------------------ nothing changes


def told(scripts: list[str]) -> list[list[str]]:
    """What each script says when Node runs it."""
    out = subprocess.run(
        [str(NODE), str(HERE / "scripts.mjs")],
        input=json.dumps(scripts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert out.returncode == 0, out.stderr
    data: list[list[str]] = json.loads(out.stdout)
    return data


@pytest.mark.skipif(NODE is None, reason="no node")
def test_random_programs_do_the_same(full: bool) -> None:
    scripts = [program(seed) for seed in range(3000 if full else 60)]
    made = [small(script) for script in scripts]
    assert sum(map(len, made)) < 0.65 * sum(map(len, scripts))
    before = told(scripts)
    assert sum(map(len, before)) > 3 * len(scripts), "the programs say something"
    for script, short, old, new in zip(scripts, made, before, told(made), strict=True):
        assert new == old, f"{script}\n// is not\n{short}"


@pytest.mark.skipif(NODE is None, reason="no node")
def test_what_is_short_can_be_made_short_again() -> None:
    scripts = [small(program(seed)) for seed in range(15)]
    again = [small(script) for script in scripts]
    assert told(again) == told(scripts)
    assert all(len(b) <= len(a) for a, b in zip(scripts, again, strict=True))


def test_the_same_bytes_for_any_order_of_hashes() -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "from random_script import program\n"
        "from weavec.emit.script.shorten import shorten\n"
        "text = ''.join(shorten([('x', program(seed))]) for seed in range(6))\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code, str(HERE), str(HERE.parent)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "77")
    }  # fmt: skip
    assert len(seen) == 1
