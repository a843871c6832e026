/** Made by scripts/gallery while the pages are built. */
declare module 'virtual:thumbnails' {
  /** Paths of each preset's picture, by its id; 160 by 90 pixels. */
  const thumbnails: Record<string, { class: string; d: string }[]>;
  export default thumbnails;
}
