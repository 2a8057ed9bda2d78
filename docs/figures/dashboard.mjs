// Opens the dashboard in Chromium as a reader of the documentation sees it, and keeps pictures of it: dashboard.sh says with what.
const [playwright, browserPath, address, folder] = process.argv.slice(2);
const { chromium } = await import(playwright);
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
});

/** A picture of the page with an address, in a window like the options say, with the pointer on the largest map (the first of them). */
async function picture(name, hash, options, pointer) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, ...options });
  page.on("pageerror", (error) => { throw error; });
  await page.goto(address + hash);
  await page.locator("#panes[data-drawn=all]").waitFor();
  if (pointer) {
    const boxes = await Promise.all((await page.locator(".map:visible").all()).map((map) => map.boundingBox()));
    const { x, y, width, height } = boxes.reduce((largest, box) => (box.width > largest.width ? box : largest));
    await page.mouse.move(x + width * pointer.right, y + height * pointer.down);
  }
  await page.waitForTimeout(1000);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
}

await picture("dashboard", "", {}, { right: 0.32, down: 0.55 });
await picture("dashboard-compare", "#with=mean%20stable&layout=compare&grid=on", { colorScheme: "dark" }, { right: 0.52, down: 0.4 });
await picture("dashboard-swipe", "#layout=swipe", { colorScheme: "dark" });
await picture("dashboard-phone", "", { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true });
await browser.close();
