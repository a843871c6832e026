/** A page of the product. */
export interface ProductPage {
  /** Its file, in the root of the repository and of the built site. */
  file: string;
  /** Its name in the navigation; null where no navigation leads to it. */
  name: string | null;
}

/** Every page that is built, in the order of the navigation. */
export const PAGES: readonly ProductPage[] = [
  { file: 'story.html', name: 'Story' },
  { file: 'index.html', name: 'Watch' },
  { file: 'map.html', name: 'Map' },
  { file: 'verify.html', name: 'Verify' },
  { file: 'bench.html', name: 'Bench' },
];
