/**
 * Takes a photo in the page and puts it, made small, into the file field that the camera names. Only where the browser trusts the
 * page (https or this machine); everywhere else the file field does, which opens the camera of a phone. A field that says
 * data-most-bytes gets a picture that is no heavier. Runs in Chrome 100.
 */
(() => {
  if (!window.isSecureContext || !navigator.mediaDevices) return;
  const longSide = 1280;

  for (const camera of document.querySelectorAll('[data-camera]')) {
    const part = (/** @type {string} */ name) => camera.querySelector(`[data-camera-${name}]`);
    const [start, shoot, video, picture, ready, failed] = ['start', 'shoot', 'video', 'picture', 'ready', 'failed'].map(
      part,
    );
    const field = document.getElementById(camera.getAttribute('data-camera') ?? '');
    if (
      !(video instanceof HTMLVideoElement) ||
      !(picture instanceof HTMLImageElement) ||
      !(field instanceof HTMLInputElement)
    )
      continue;
    const show = (/** @type {(Element | null | undefined)[]} */ ...shown) => {
      for (const one of [start, shoot, video, picture, ready, failed])
        one?.toggleAttribute('hidden', !shown.includes(one));
    };
    show(start);

    const fill = (/** @type {Blob[]} */ ...taken) => {
      const files = new DataTransfer();
      for (const one of taken) files.items.add(new File([one], 'photo.jpg', { type: 'image/jpeg' }));
      field.files = files.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const most = Number(field.dataset.mostBytes) || Infinity;

    start?.addEventListener('click', async () => {
      fill();
      try {
        video.srcObject = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: 'user', width: { ideal: longSide } },
          audio: false,
        });
        // There is nothing to take before the first picture has come.
        video.addEventListener('loadeddata', () => show(video, shoot), { once: true });
        show(video);
      } catch {
        show(failed);
      }
    });

    shoot?.addEventListener('click', () => {
      const scale = Math.min(1, longSide / Math.max(video.videoWidth, video.videoHeight));
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
      if (video.srcObject instanceof MediaStream) video.srcObject.getTracks().forEach((track) => track.stop());
      const draw = (/** @type {number} */ quality) =>
        canvas.toBlob(
          (blob) => {
            if (!blob) return show(failed);
            if (blob.size > most && quality > 0.3) return draw(quality - 0.1);
            fill(blob);
            picture.src = canvas.toDataURL('image/jpeg', 0.7);
            show(picture, ready, start);
          },
          'image/jpeg',
          quality,
        );
      draw(0.85);
    });
  }
})();
