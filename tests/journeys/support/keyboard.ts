import { expect, type Locator, type Page } from '@playwright/test';

/** The keyboard of somebody who has no mouse: gets everywhere by Tab, sees where he is, and counts what he presses. */
export function keyboardOf(page: Page) {
  const keys = {
    pressed: 0,
    async press(key: string): Promise<void> {
      keys.pressed += 1;
      await page.keyboard.press(key);
    },
    async type(text: string): Promise<void> {
      keys.pressed += text.length;
      await page.keyboard.type(text);
    },
    /** Goes on by Tab until it is reached; whoever cannot see where he stands has not reached it. */
    async reach(place: Locator, most = 120): Promise<void> {
      await expect(place).toBeVisible();
      for (let tabs = 0; tabs <= most; tabs++) {
        if (await place.evaluate((element) => element === document.activeElement)) {
          expect(await showsFocus(place), `no focus to be seen on ${place}`).toBe(true);
          return;
        }
        await keys.press('Tab');
      }
      throw new Error(`${place} is not reached by ${most} presses of Tab`);
    },
    async follow(place: Locator): Promise<void> {
      await keys.reach(place);
      await keys.press('Enter');
    },
    async fill(field: Locator, text: string): Promise<void> {
      await keys.reach(field);
      await keys.press('ControlOrMeta+a');
      await keys.type(text);
    },
    async tick(field: Locator): Promise<void> {
      await keys.reach(field);
      await keys.press('Space');
    },
    /** One of several: Tab gets to the group, the arrows to the one. */
    async choose(radio: Locator): Promise<void> {
      const name = await radio.getAttribute('name');
      const group = page.locator(`input[type=radio][name="${name}"]`);
      const others = await group.count();
      for (let tabs = 0; tabs <= 120; tabs++) {
        if (await page.evaluate((one) => (document.activeElement as HTMLInputElement)?.name === one, name)) break;
        await keys.press('Tab');
      }
      for (let at = 0; at <= others && !(await radio.isChecked()); at++)
        await keys.press(at === 0 ? 'Space' : 'ArrowDown');
      await expect(radio).toBeChecked();
    },
    /** A menu that stands open or closed: its first letters choose. */
    async select(field: Locator, words: string): Promise<void> {
      await keys.reach(field);
      await keys.type(words);
    },
  };
  return keys;
}

/** An outline or a ring that is not as thin as nothing; on what is drawn itself or on the label that stands for it. */
function showsFocus(place: Locator): Promise<boolean> {
  return place.evaluate((element) => {
    const shows = (one: Element | null) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    };
    return shows(element) || shows(element.closest('label')) || shows(element.parentElement);
  });
}
