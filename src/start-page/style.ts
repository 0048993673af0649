/** What the page needs besides the dashboard's style sheet. */
export const style = `
.start { display: grid; gap: 20px; padding-bottom: 32px; }
.search { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; }
.search label, .search p { grid-column: 1 / -1; }
.search label { font-weight: 600; font-size: 15px; }
.search input, .search button { font: inherit; font-size: 16px; padding: 9px 14px; border-radius: 8px;
  border: 1px solid var(--soft); background: var(--card); color: var(--ink); min-width: 0; }
.search button { background: var(--ink); color: var(--card); border-color: var(--ink); cursor: pointer; }
.search a { display: inline-block; padding: 2px 5px; }
.hits { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); }
.links { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
.hits .panel { display: grid; gap: 12px; align-content: start; }
.hits .picture { width: 100%; height: auto; aspect-ratio: 1; border-radius: 8px; background: #fff; }
.hits h3 { font-size: 14px; font-weight: 550; line-height: 1.35; overflow-wrap: anywhere; }
.hits .price { font-size: 18px; font-weight: 600; margin-block: 4px 2px; }
.hits .price .quiet { font-size: 14px; font-weight: 400; }
.links a { font-weight: 600; font-size: 15px; }
@media (max-width: 560px) {
  .hits .panel { grid-template-columns: 96px minmax(0, 1fr); }
}
`;
