import type { Random } from '../random';

/** What must not be read in a place where it does not belong, each with a text that occurs nowhere else. */
export interface Markers {
  accessKeySecret: string;
  stsToken: string;
  callbackKey: string;
  faceImage: string;
  videoLink: string;
  metaInfo: string;
  reviewNote: string;
  /** A key of 32 bytes, in base64. */
  payloadKey: string;
}

/** Makes the markers of a run. */
export function plantMarkers(random: Random): Markers {
  const marker = (name: string) => `marker${name}${random.hex(24)}`;
  return {
    accessKeySecret: marker('AccessKeySecret'),
    stsToken: marker('StsToken'),
    callbackKey: marker('CallbackKey'),
    faceImage: marker('FaceImage'),
    videoLink: `https://evidence.invalid/${marker('VideoLink')}.webm`,
    metaInfo: marker('MetaInfo'),
    reviewNote: marker('ReviewNote'),
    payloadKey: Buffer.from(random.hex(64), 'hex').toString('base64'),
  };
}
