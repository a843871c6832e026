const ROLES: [string, string][] = [
  ['thead, tbody', 'rowgroup'],
  ['tr', 'row'],
  ['td', 'cell'],
  ['th[scope="col"]', 'columnheader'],
  ['th[scope="row"]', 'rowheader'],
];

/**
 * Says aloud what a table's elements are: in a narrow window they are laid out as cards, and some
 * browsers then no longer take them for a table.
 */
export function withRoles<T extends HTMLElement>(part: T): T {
  if (part instanceof HTMLTableElement) part.setAttribute('role', 'table');
  for (const [selector, role] of ROLES) {
    if (part.matches(selector)) part.setAttribute('role', role);
    for (const element of part.querySelectorAll(selector)) element.setAttribute('role', role);
  }
  return part;
}
