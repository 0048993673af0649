/**
 * The library shifts its tabs to the right end of their list, and shows the shift only once the mouse button is pressed: the
 * tab leaves the pointer, and the click hits nothing.
 */
const steadyTabs = '.graphiql-container .graphiql-tab { transform: none !important; }';

/**
 * Stacks the panes where the window is as narrow as a phone: the editors above the response, the sidebar below. The library
 * hides its documentation by an absolute position; an open one takes the place of the panes.
 */
const narrowStyle = `
@media (max-width: 700px) {
  .graphiql-container { height: 100dvh; }
  .graphiql-container:has(> .graphiql-sidebar) { flex-direction: column-reverse; }
  .graphiql-container .graphiql-sidebar { flex-direction: row; width: auto; padding-block: 2px; }
  .graphiql-container .graphiql-sidebar > button[style] { margin: 0 0 0 auto !important; }
  .graphiql-container .graphiql-main { min-height: 0; flex-direction: column; }
  .graphiql-container .graphiql-plugin:not([style*='absolute']) { flex: 1 !important; border-left: 0; }
  .graphiql-container .graphiql-plugin:not([style*='absolute']) ~ .graphiql-sessions { display: none; }
  .graphiql-container .graphiql-sessions { margin: 0; border-radius: 0; min-height: 0; }
  .graphiql-container .graphiql-logo, .graphiql-horizontal-drag-bar { display: none !important; }
  .graphiql-container #graphiql-session { flex-direction: column; min-height: 0; }
  .graphiql-container .graphiql-editors { flex: 5 1 0% !important; min-height: 0; }
  .graphiql-container .graphiql-response { flex: 4 1 0% !important; min-height: 0; }
  .graphiql-container .graphiql-query-editor { min-height: 216px; }
  .graphiql-container .graphiql-query-editor, .graphiql-container .graphiql-editor-tool { padding: 8px; }
  .graphiql-container :is(.graphiql-query-editor, .graphiql-editor-tool, .graphiql-response) { overflow: hidden; }
}
`;

/** Adapts the library's page: it fits a phone, and a click on a tab opens it. */
export function adaptedPage(html: string): string {
  const head = `<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>${steadyTabs}${narrowStyle}</style>`;
  // As a function, because `$&` in a replacement text would have a meaning of its own.
  return html.replace('</head>', () => `${head}\n</head>`);
}
