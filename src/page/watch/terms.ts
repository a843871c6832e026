import { installDefinitions, type Places } from '../shared/definitions';

/** What of the Watch page has a definition, beside sliders and numbers, which say it themselves. */
const PLACES: Places = [
  ['#verdict-word', 'verdict'],
  ['#growth-gauge', 'growth'],
  ['#whereabouts > :nth-child(1)', 'near'],
  ['#whereabouts > :nth-child(2)', 'beyond'],
  ['#whereabouts > :nth-child(3)', 'ever'],
  ['#numbers-list > :nth-child(1)', 'time'],
  ['#numbers-list > :nth-child(2)', 'spread'],
  ['#numbers-list > :nth-child(3)', 'ever'],
  ['#numbers-list > :nth-child(4)', 'outside'],
  ['#numbers-list > :nth-child(5)', 'speed'],
  ['#legend-simulation', 'simulation'],
  ['#legend-theory', 'law'],
  ['#takeaway', 'distance'],
  ['#strip-caption', 'paths'],
];

/** Loaded after the first picture. */
export function installTerms(): void {
  installDefinitions(PLACES);
}
