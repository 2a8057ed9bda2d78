using System.Globalization;
using FineFlow.Core;
using FineFlow.Core.Formats;
using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Plans;

/// <summary>
/// The counts of a part, as a safetensors file: slots [n] by their numbers, rows [n, C], counts [n, C, cells], outcomes [C, reasons],
/// files [files, 4] with their rows, bad rows, bad starts and bad ends, and places [3] inside, outside and exchanged.
/// </summary>
internal static class PartCounts
{
    private const string PlanKey = "plan", PartKey = "part";
    private const string Slots = "slots", Rows = "rows", Counts = "counts", Outcomes = "outcomes", Files = "files", Places = "places";
    private const int NumbersOfFile = 4, NumbersOfPlaces = 3;

    // Sums of these are exact, and no input has more.
    private const long LargestNumber = 1L << 53;

    /// <summary>Writes the counts of a part; the file appears whole or not at all.</summary>
    /// <exception cref="BadInputException">The file cannot be written.</exception>
    public static void Write(string folder, GridPlan plan, int part, CountedRows counts)
    {
        long[] slots = [.. counts.Maps.Slots.Order()];
        var channels = counts.Tally.Channels;
        var writer = new SafetensorsWriter(new Dictionary<string, string>
        {
            [PlanKey] = plan.Id,
            [PartKey] = part.ToString(CultureInfo.InvariantCulture),
        });
        writer.Add(Slots, [slots.Length], slots);
        writer.Add(
            Rows,
            [slots.Length, channels],
            [.. slots.SelectMany(slot => Enumerable.Range(0, channels).Select(channel => counts.Maps.Rows(slot, channel)))]);
        writer.Add(Counts, SafetensorsType.F32, [slots.Length, channels, plan.Cells], stream =>
        {
            foreach (var slot in slots)
            {
                LargeArray.Write<float>(stream, counts.Maps.Counts(slot));
            }
        });
        writer.Add(Outcomes, [channels, counts.Tally.All.Length / channels], counts.Tally.All.ToArray());
        var files = plan.Parts[part - 1].Select(index => counts.Files.Files[index]).ToArray();
        writer.Add(
            Files, [files.Length, NumbersOfFile],
            [.. files.SelectMany(file => new[] { file.Rows, file.Bad, file.BadStarts, file.BadEnds })]);
        writer.Add(
            Places, [NumbersOfPlaces], [counts.Places.Inside, counts.Places.Outside, counts.Places.Exchanged]);
        writer.Write(GridPlan.PathOf(folder, part));
    }

    /// <summary>Adds the counts of a part to those of others.</summary>
    /// <exception cref="BadInputException">The file is none of this part, or damaged.</exception>
    public static void AddTo(CountedRows counts, string folder, GridPlan plan, int part)
    {
        var path = GridPlan.PathOf(folder, part);
        using var file = SafetensorsFile.Open(path);
        var number = part.ToString(CultureInfo.InvariantCulture);
        if (file.Metadata.GetValueOrDefault(PlanKey) != plan.Id || file.Metadata.GetValueOrDefault(PartKey) != number)
        {
            throw new BadInputException(path, $"is not part {part} of this plan; delete it and count the part again");
        }

        new Reader(path, file, plan, part).AddTo(counts);
    }

    private sealed class Reader(string path, SafetensorsFile file, GridPlan plan, int part)
    {
        public void AddTo(CountedRows counts)
        {
            var indices = plan.Parts[part - 1];
            var (outcomes, places) = (Numbers(Outcomes, counts.Tally.All.Length), Numbers(Places, NumbersOfPlaces));
            var files = Numbers(Files, indices.Count * NumbersOfFile);
            var read = files.Chunk(NumbersOfFile).Sum(numbers => numbers[0]);
            Require(outcomes.Chunk(outcomes.Length / plan.Channels).All(channel => channel.Sum() == read), Outcomes);
            AddMaps(counts.Maps, outcomes);
            for (var index = 0; index < outcomes.Length; index++)
            {
                counts.Tally.All[index] += outcomes[index];
            }

            foreach (var (index, numbers) in indices.Zip(files.Chunk(NumbersOfFile)))
            {
                var rows = counts.Files.Files[index];
                (rows.Rows, rows.Bad, rows.BadStarts, rows.BadEnds) = (numbers[0], numbers[1], numbers[2], numbers[3]);
            }

            counts.Places.Inside += places[0];
            counts.Places.Outside += places[1];
            counts.Places.Exchanged += places[2];
        }

        private void AddMaps(SlotMaps maps, long[] outcomes)
        {
            var size = plan.Channels * plan.Cells;
            var slots = file.ReadInt64(Slots);
            var last = (plan.Now.ToUnixTimeSeconds() + 2 * 86_400) / (plan.Options.SlotMinutes * 60);
            Require(slots.Zip(slots.Skip(1)).All(pair => pair.First < pair.Second) && slots.All(slot => slot >= -1 && slot <= last), Slots);
            var rows = Numbers(Rows, slots.Length * plan.Channels);
            for (var channel = 0; channel < plan.Channels; channel++)
            {
                var counted = outcomes[channel * (outcomes.Length / plan.Channels) + (int)DropReason.None];
                Require(rows.Where((_, index) => index % plan.Channels == channel).Sum() == counted, Rows);
            }

            var counts = file.ReadSingle(Counts);
            Require(
                counts.LongLength == (long)slots.Length * size && counts.All(count => count >= 0 && count == MathF.Floor(count)
                    && float.IsFinite(count)),
                Counts);
            for (var slot = 0; slot < slots.Length; slot++)
            {
                maps.Add(slots[slot], rows.AsSpan(slot * plan.Channels, plan.Channels), counts.AsSpan(slot * size, size));
            }
        }

        private long[] Numbers(string name, int length)
        {
            var numbers = file.ReadInt64(name);
            Require(numbers.Length == length && numbers.All(number => number is >= 0 and <= LargestNumber), name);
            return numbers;
        }

        private void Require(bool holds, string name)
        {
            if (!holds)
            {
                throw new BadInputException(
                    path, $"tensor '{name}' does not hold the counts of this part; delete the file and count the part again");
            }
        }
    }
}
