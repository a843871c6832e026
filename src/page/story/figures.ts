import type { Figure } from './figure';

/** Every figure of the story by its name in the text; each comes when it is about to be seen. */
export const STORY_FIGURES: Readonly<Record<string, () => Promise<Figure>>> = {
  downhill: async () => (await import('./figures/downhill')).downhillFigure,
  'saddle-cloud': async () => (await import('./figures/saddle-cloud')).saddleCloudFigure,
  clustering: async () => (await import('./figures/clustering')).clusteringFigure,
  shaken: async () => (await import('./figures/shaken')).shakenFigure,
  'coin-tree': async () => (await import('./figures/coin-tree')).coinTreeFigure,
  'coin-many': async () => (await import('./figures/coin-many')).coinManyFigure,
  diffusion: async () => (await import('./figures/diffusion')).diffusionFigure,
  'two-thresholds': async () => (await import('./figures/two-thresholds')).twoThresholdsFigure,
  'long-run': async () => (await import('./figures/long-run')).longRunFigure,
  perturbed: async () => (await import('./figures/ways-out/perturbed')).perturbedFigure,
  svrg: async () => (await import('./figures/ways-out/svrg')).svrgFigure,
  batch: async () => (await import('./figures/ways-out/batch')).batchFigure,
  rate: async () => (await import('./figures/ways-out/rate')).rateFigure,
  annealing: async () => (await import('./figures/ways-out/annealing')).annealingFigure,
  relu: async () => (await import('./figures/ways-out/relu')).reluFigure,
  'open-map': async () => (await import('./figures/open-map/open-map')).openMapFigure,
};
