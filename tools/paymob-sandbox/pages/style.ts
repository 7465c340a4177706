/** The style of every page: one column for a phone, logical properties so that Arabic mirrors by itself. */
export const STYLE = `
:root { color-scheme: light; --ink: #14213d; --quiet: #55607a; --line: #d5dbe7; --brand: #0b5cff; --bad: #b3161b; --good: #0a7a3b; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: #eef2f9; color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans Arabic", "DejaVu Sans", sans-serif; }
header, main, footer { width: min(100% - 1.5rem, 28rem); margin-inline: auto; padding-inline: 1.25rem; }
header { display: flex; justify-content: space-between; align-items: center; padding-block: 1rem; }
header a { color: var(--brand); padding: .5rem; margin: -.5rem; }
.brand { color: var(--quiet); letter-spacing: .01em; }
main { background: #fff; border: 1px solid var(--line); border-radius: 1rem; padding-block: 1.5rem; box-shadow: 0 8px 30px rgb(20 33 61 / 7%); }
footer { color: var(--quiet); font-size: .85rem; padding-block: 1rem 2rem; text-align: center; }
h1 { font-size: 1.35rem; margin: 0 0 1rem; line-height: 1.3; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.summary { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap; background: #f5f8fe; border-radius: .75rem; padding: .9rem 1rem; margin: 0; }
.summary dt { color: var(--quiet); font-size: .85rem; }
.summary dd { margin: 0; font-weight: 600; font-size: 1.15rem; }
details { border: 1px solid var(--line); border-radius: .75rem; margin-block: .75rem; }
summary { cursor: pointer; padding: .9rem 1rem; font-weight: 600; border-radius: .75rem; }
details[open] > summary { border-block-end: 1px solid var(--line); border-end-start-radius: 0; border-end-end-radius: 0; }
details > form { padding: 1rem; }
form { display: grid; gap: .9rem; margin: 0; }
main .apart { margin-block-start: 1.25rem; }
main:has(.status) { display: grid; text-align: center; }
details > form + form { border-block-start: 1px solid var(--line); }
.row { display: grid; grid-template-columns: 1fr 1fr; gap: .9rem; align-items: start; }
label { display: block; font-weight: 600; font-size: .9rem; margin-block-end: .25rem; }
.check { display: flex; gap: .6rem; align-items: center; font-weight: 400; margin: 0; }
.check input { inline-size: 1.25rem; block-size: 1.25rem; margin: 0; }
input[type=text], input[type=tel], input[type=password] { width: 100%; font: inherit; padding: .7rem .8rem; border: 1px solid #9aa5bb; border-radius: .6rem; background: #fff; color: inherit; }
input[aria-invalid=true] { border-color: var(--bad); }
.hint { color: var(--quiet); font-size: .82rem; margin: .25rem 0 0; }
.error { color: var(--bad); font-size: .88rem; margin: .25rem 0 0; }
button, .button { display: block; width: 100%; font: inherit; font-weight: 600; text-align: center; text-decoration: none; padding: .8rem 1rem; border: 1px solid var(--brand); border-radius: .7rem; background: var(--brand); color: #fff; cursor: pointer; }
button.quiet { background: #fff; color: var(--ink); border-color: var(--line); }
:is(a, button, input, summary):focus-visible { outline: 3px solid #7fa8ff; outline-offset: 2px; }
.reference { font-size: 2rem; font-weight: 700; letter-spacing: .12em; text-align: center; background: #f5f8fe; border-radius: .75rem; padding: 1rem; margin: 1rem 0; }
.status { display: grid; place-items: center; inline-size: 3.5rem; block-size: 3.5rem; border-radius: 50%; font-size: 1.75rem; color: #fff; margin: 0 auto 1rem; order: -1; }
.status.good { background: var(--good); } .status.bad { background: var(--bad); } .status.open { background: #8a6100; }
p { margin: .5rem 0; }
`;
