// The small picture that goes along with a picture: made here, where the large one lies already.

const side = 640;
const mostBytes = 256 * 1024;
const smallAnyway = 64 * 1024;

// None for what is no picture, is small already, or cannot be drawn here: the thread then shows the picture itself.
export async function smallPictureOf(file) {
  if (!/^image\/(jpeg|png|webp|gif)$/.test(file.type)) {
    return null;
  }

  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= smallAnyway) {
      return null;
    }

    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await blobOf(canvas, 'image/webp');
    // A browser that cannot write WebP writes PNG in its place, which may be large.
    const small = made?.type === 'image/webp' ? made : await blobOf(canvas, 'image/jpeg');
    return small && small.size <= mostBytes ? small : null;
  } catch {
    return null;
  }
}

function blobOf(canvas, type) {
  return new Promise(done => canvas.toBlob(done, type, 0.8));
}
