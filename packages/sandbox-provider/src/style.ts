/** The pay pages' one style sheet; its hash is in their content security policy. */
export const style = `
:root{color-scheme:light dark;--ink:#16202e;--soft:#55647a;--card:#fff;--line:#dfe5ee;--back:#eef2f8;--accent:#1f5eff;--on:#fff;--good:#0b7a4b;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--ink:#eaf0fa;--soft:#a4b2c8;--card:#172131;--line:#2c3a50;--back:#0d1420;--accent:#7ea4ff;--on:#0b1220;--good:#5fd6a0;--bad:#ff9a92}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.25rem;background:var(--back);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;padding:1.75rem;box-shadow:0 1rem 3rem rgb(16 32 64/.12)}
.brand{margin:0 0 1.5rem;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;font-weight:600}
.brand>span:first-child{color:var(--accent)}
.badge{margin-left:auto;font-size:.75rem;font-weight:500;color:var(--soft);border:1px solid var(--line);border-radius:1rem;padding:.1rem .6rem}
.amount{margin:0 0 1rem;font-size:2.25rem;line-height:1.15;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
h2.amount{font-size:1.5rem;margin-top:1.5rem}
dl{margin:0 0 1.5rem;border-top:1px solid var(--line)}
dl div{display:flex;gap:1rem;justify-content:space-between;padding:.6rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}dd{margin:0;text-align:right;overflow-wrap:anywhere}
.code{font:.85rem ui-monospace,Menlo,Consolas,monospace;align-self:center}
.choices{display:grid;gap:.75rem}form{margin:0}
button,.button{display:block;width:100%;padding:.85rem 1rem;border-radius:.7rem;border:1px solid var(--line);background:transparent;color:inherit;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.primary{background:var(--accent);border-color:var(--accent);color:var(--on)}
button:hover,.button:hover{filter:brightness(1.08)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.small{margin:1.25rem 0 0;font-size:.85rem;color:var(--soft);text-align:center}
.mark{display:flex;gap:1rem;align-items:flex-start}
.mark>span{flex:none;display:grid;place-items:center;width:3rem;height:3rem;border-radius:50%;font-size:1.5rem;color:var(--card);background:var(--soft)}
.paid>span{background:var(--good)}.declined>span{background:var(--bad)}
.mark h1{margin:0;font-size:1.35rem;line-height:1.3}.mark p{margin:.25rem 0 0;color:var(--soft)}
`;
