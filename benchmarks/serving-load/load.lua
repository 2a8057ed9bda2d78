-- Asks a FineFlow server for maps of one model and tells accepted from refused answers, which wrk alone does not.
-- One connection a thread (wrk -tN -cN): a thread's clock then measures one request at a time.
-- Environment: MODEL, CELLS (coarse numbers of a map), PAUSE (mean milliseconds between an answer and the next question, exponential; default 0).
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long seconds, nanoseconds; } moment; int clock_gettime(int, moment *); ]]

local monotonic, moment = 1, ffi.new("moment")
local pause = tonumber(os.getenv("PAUSE") or "0")
local threads = {}

local function now()
  ffi.C.clock_gettime(monotonic, moment)
  return tonumber(moment.seconds) * 1e3 + tonumber(moment.nanoseconds) / 1e6
end

local function counts(cells)
  local numbers = ffi.new("float[?]", cells)
  for cell = 0, cells - 1 do numbers[cell] = math.random(0, 99) end
  return ffi.string(numbers, cells * 4)
end

function setup(thread)
  threads[#threads + 1] = thread
  thread:set("seed", #threads)
end

function init()
  math.randomseed(seed)
  accepted, refused, failed, without_time, asked = {}, {}, 0, 0, 0
  question = wrk.format(
    "POST", "/v1/models/" .. os.getenv("MODEL") .. "/infer?format=float32&external=20,5,0,0,1,8,1",
    { ["Content-Type"] = "application/octet-stream" }, counts(tonumber(os.getenv("CELLS"))))
end

if pause > 0 then
  function delay() return math.floor(-pause * math.log(1 - math.random()) + 0.5) end
end

function request()
  asked = now()
  return question
end

function response(status, headers)
  local taken = now() - asked
  if status == 200 then
    accepted[#accepted + 1] = taken
  elseif status == 503 or status == 429 then
    refused[#refused + 1] = taken
    if not headers["Retry-After"] then without_time = without_time + 1 end
  else
    failed = failed + 1
  end
end

local function all(name)
  local values = {}
  for _, thread in ipairs(threads) do
    for _, value in ipairs(thread:get(name)) do values[#values + 1] = value end
  end
  table.sort(values)
  return values
end

local function sum(name)
  local total = 0
  for _, thread in ipairs(threads) do total = total + thread:get(name) end
  return total
end

local function at(values, share) return values[math.max(1, math.ceil(#values * share))] or 0 end

function done(summary)
  local good, bad, seconds, errors = all("accepted"), all("refused"), summary.duration / 1e6, summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    "RESULT %.1f %.2f %.2f %.2f %.1f %.2f %.2f %d %d\n",
    #good / seconds, at(good, 0.5), at(good, 0.99), at(good, 1), #bad / seconds, at(bad, 0.5), at(bad, 0.99), sum("without_time"), sum("failed") + broken))
end
