/** Length of the image in the large answer, in base64 characters. */
const IMAGE_LENGTH = 1024 * 1024;

/** A CheckResult answer as the API page documents it; with an image as `IsReturnImage=Y` brings it. */
export function checkResultJson({ image = false } = {}): string {
  return JSON.stringify({
    RequestId: '130A2C10-B9EE-4D84-88E3-5384FF039795',
    Code: 'Success',
    Message: 'success',
    Result: {
      Passed: 'Y',
      SubCode: '200',
      ExtFaceInfo: JSON.stringify({
        ...(image && { faceImg: '/9j/4AAQSkZJRgABAQAASABI'.repeat(IMAGE_LENGTH / 24) }),
        faceAttack: 'N',
        faceAge: '30',
        faceGender: 'M',
        faceAttackScore: 1,
        guardRiskScore: 1,
        faceComparisonScore: 95,
      }),
      ExtInfo: JSON.stringify({ procedurePriority: 'url' }),
    },
  });
}
