import { hatching } from "../colours/hatching";
import { paint } from "../colours/paint";
import { css } from "../colours/rgb";
import { tickLabel, type View } from "../views";

const [side, gap, margin, head, foot] = [480, 32, 36, 128, 84];
const [page, ink, quiet] = ["#fbfbfd", "#1b1f2a", "#5a6273"];

/** A picture of some views side by side, each with its legend, under a title. */
export function picture(views: View[], channel: number, title: string, subtitle: string): Promise<Blob> {
  const tallest = Math.max(...views.map(({ map }) => heightOf(map)));
  const canvas = document.createElement("canvas");
  canvas.width = 2 * margin + views.length * (side + gap) - gap;
  canvas.height = head + tallest + foot;
  const context = canvas.getContext("2d")!;
  context.fillStyle = page;
  context.fillRect(0, 0, canvas.width, canvas.height);
  write(context, title, margin, 46, 26, ink, "600");
  write(context, subtitle, margin, 72, 16, quiet);
  views.forEach((view, i) => drawView(context, view, channel, margin + i * (side + gap), tallest));
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), "image/png"));
}

function heightOf({ rows, columns }: { rows: number; columns: number }): number {
  return Math.round((side * rows) / columns);
}

function drawView(context: CanvasRenderingContext2D, view: View, channel: number, x: number, tallest: number): void {
  const cells = document.createElement("canvas");
  paint(cells, view.map.channel(channel), view.map.rows, view.map.columns, view.scale, view.palette, true);
  write(context, view.title, x, head - 12, 18, ink, "600");
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, x, head, side, heightOf(view.map));
  hatch(context, view, x);
  drawLegend(context, view, x, head + tallest + 16);
}

/** Hatches the blocks whose coarse count is missing. */
function hatch(context: CanvasRenderingContext2D, { missing, map }: View, x: number): void {
  if (!missing) return;
  const pattern = document.createElement("canvas");
  const image = hatching();
  [pattern.width, pattern.height] = [image.width, image.height];
  pattern.getContext("2d")!.putImageData(image, 0, 0);
  context.fillStyle = context.createPattern(pattern, "repeat")!;
  const [width, height] = [side / missing.columns, heightOf(map) / missing.rows];
  for (const { row, column } of missing.cells) context.fillRect(x + column * width, head + row * height, width, height);
}

function drawLegend(context: CanvasRenderingContext2D, view: View, x: number, y: number): void {
  const { scale, palette, unit } = view;
  for (let pixel = 0; pixel < side; pixel++) {
    context.fillStyle = css(palette((pixel + 0.5) / side));
    context.fillRect(x + pixel, y, 1, 10);
  }
  for (const value of scale.ticks(56 / side)) {
    const position = scale.position(value);
    context.textAlign = position < 0.01 ? "left" : position > 0.99 ? "right" : "center";
    write(context, tickLabel(view, value), x + position * side, y + 28, 14, quiet);
  }
  context.textAlign = "left";
  write(context, unit, x, y + 50, 14, quiet);
}

function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, size: number, colour: string, weight = "400"): void {
  context.font = `${weight} ${size}px system-ui, sans-serif`;
  context.fillStyle = colour;
  context.fillText(text, x, y);
}
