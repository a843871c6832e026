export const ENGINE_CHOICES = ['auto', 'gpu', 'cpu'] as const;
/** `auto`: a real GPU, or the faster one of a software adapter and the CPU. */
export type EngineChoice = (typeof ENGINE_CHOICES)[number];
