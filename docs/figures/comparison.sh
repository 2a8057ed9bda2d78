# Three runs on the small city, compared; the page of one of them. About a minute.
. "$FIGURES/lib.sh"
small=$(city small)
trained runs/mean --data "$small" --model mean
trained runs/ha --data "$small" --model ha
trained runs/plgf --data "$small" --model plgf --set base_channels=8 --set context_channels=8 --set growth_rate=4 \
  --epochs 4 --learning-rate 0.003 --seed 1 --threads 1 --precision fp32
fineflow compare runs/ha runs/plgf runs/mean --data "$small" --out comparison >&2
fineflow report runs/plgf --out report.html >&2

table comparison/compare.md '## Against'
made_on comparison

# The picture: the page's head as a browser draws it, beside the map of differences.
if command -v chromium >/dev/null && convert -version 2>/dev/null | grep -q ImageMagick; then
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1200,1440 --screenshot=page.png "file://$PWD/report.html" >/dev/null 2>&1
  convert \( page.png -resize 600x720! \) \( comparison/map-2-against-1.png -resize 570x720 -gravity center -background '#fcfcff' -extent 570x720 \) \
    -bordercolor '#cccccc' -border 1 -bordercolor white -border 8 +append "$REPOSITORY/docs/images/compare-and-report.png"
else
  echo 'the picture is left as it is: chromium and ImageMagick (convert) are needed to make it' >&2
fi
