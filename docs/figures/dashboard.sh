# The dashboard's pictures: the small city by the kernel history and the even split. A minute. Needs Chromium, and Node.js as the tests bring it.
. "$FIGURES/lib.sh"
small=$(city small)
for model in kha mean; do
  trained "runs/$model" --data "$small" --model "$model"
  mkdir -p "models/$model" && rm -rf "models/$model/1" && cp -r "runs/$model/model" "models/$model/1"
done
playwright=$REPOSITORY/artifacts/bin/FineFlow.Browser.Tests/release/.playwright
if command -v chromium >/dev/null; then
  fineflow serve --models models --data "$small" --url http://127.0.0.1:0 --admin-url http://127.0.0.1:0 2>server.log &
  server=$!
  trap 'kill $server' EXIT
  until address=$(grep -o 'http://127[^,]*/' server.log | head -1) && [ -n "$address" ]; do kill -0 $server; sleep 0.2; done
  node=$(command -v node || find "$playwright/node" -name node -type f | head -1)
  "$node" "$FIGURES/dashboard.mjs" "$playwright/package/index.mjs" "$(command -v chromium)" "$address" "$REPOSITORY/docs/images" >&2
else
  echo 'the pictures are left as they are: chromium is needed to make them' >&2
fi
cat <<'BLOCK'
![The inferred map of the small city, large, with a cell's numbers beside the pointer; beside it small maps of the coarse counts, the truth and the error](images/dashboard.png)
BLOCK
