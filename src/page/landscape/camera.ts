/**
 * Where a surface is looked at from: parallel rays from far away, as in the pictures of textbooks.
 */
export interface Camera {
  /** Degrees round the vertical axis, 0 from the side of large x. */
  azimuth: number;
  /** Degrees above the plane. */
  elevation: number;
  /** 1 shows the whole box. */
  zoom: number;
}

/** The box runs from -1 to 1 along x and y, and over this height. */
export const BOX_HEIGHT = 1.1;

const LIMITS = { elevation: [5, 89], zoom: [0.6, 4] } as const;

export function turned(camera: Camera, azimuth: number, elevation: number): Camera {
  const [low, high] = LIMITS.elevation;
  return {
    ...camera,
    azimuth: (((camera.azimuth + azimuth) % 360) + 360) % 360,
    elevation: Math.min(high, Math.max(low, camera.elevation + elevation)),
  };
}

export function zoomed(camera: Camera, factor: number): Camera {
  const [low, high] = LIMITS.zoom;
  return { ...camera, zoom: Math.min(high, Math.max(low, camera.zoom * factor)) };
}

/** From the box to the screen. */
export interface Projection {
  /** Pixels, from a place of the box: u, v from -1 to 1, w from 0 to BOX_HEIGHT. */
  x(u: number, v: number): number;
  y(u: number, v: number, w: number): number;
  /** Direction to the eye. */
  toEye: [number, number, number];
  /** Signs of the direction to the eye along u and v: places with more of it are nearer. */
  towardsEye: [1 | -1, 1 | -1];
}

/** Fits the box into a picture. */
export function projectionOf(
  { azimuth, elevation, zoom }: Camera,
  width: number,
  height: number,
): Projection {
  const turn = (azimuth * Math.PI) / 180;
  const tilt = (elevation * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const [rise, fall] = [Math.cos(tilt), Math.sin(tilt)];
  // The corners of the box decide how large it is; names of the axes need the rest.
  const wide = 2 * (Math.abs(cosine) + Math.abs(sine));
  const floor = 2 * (Math.abs(cosine) + Math.abs(sine)) * fall;
  const high = floor + BOX_HEIGHT * rise;
  const unit = zoom * Math.min((width - 90) / wide, (height - 70) / high);
  const centre = (BOX_HEIGHT / 2) * rise;
  // Names stand under the box and beside it on the left.
  const [middleX, middleY] = [width / 2 + 8, height / 2 - 12];
  return {
    x: (u, v) => middleX + unit * (cosine * v - sine * u),
    y: (u, v, w) => middleY - unit * (w * rise - centre - (cosine * u + sine * v) * fall),
    toEye: [rise * cosine, rise * sine, fall],
    towardsEye: [cosine >= 0 ? 1 : -1, sine >= 0 ? 1 : -1],
  };
}
