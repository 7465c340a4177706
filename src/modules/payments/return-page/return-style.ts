import { hash } from 'node:crypto';

/** The page's whole style; logical properties only, so that it reads in both directions. */
export const RETURN_STYLE = `
:root { color-scheme: light dark; --accent: #55606e; }
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  font: 1rem/1.6 system-ui, "Segoe UI", Tahoma, sans-serif; background: Canvas; color: CanvasText;
}
main {
  width: min(100%, 26rem); padding: 2rem 1.5rem; text-align: center;
  border: 1px solid color-mix(in srgb, CanvasText 15%, transparent); border-radius: 1rem;
}
[data-outcome="paid"] { --accent: #12803c; }
[data-outcome="declined"] { --accent: #b3261e; }
.mark {
  width: 4rem; height: 4rem; margin: 0 auto 1rem; display: grid; place-items: center;
  border-radius: 50%; background: var(--accent); color: #fff; font-size: 2rem; line-height: 1;
}
h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.3; }
h2 { margin: 0 0 .25rem; font-size: 1rem; }
p { margin: 0; }
a {
  display: block; margin: 1.5rem 0; padding: .9rem 1rem; border-radius: .75rem;
  background: var(--accent); color: #fff; font-weight: 600; text-decoration: none;
}
a:focus-visible { outline: 3px solid Highlight; outline-offset: 3px; }
section { opacity: .75; font-size: .9rem; }
`;

/** Lets the browser use this style and nothing else. */
export const RETURN_STYLE_SOURCE = `'sha256-${hash('sha256', RETURN_STYLE, 'base64')}'`;
