using FineFlow.Ingest.Grid;

namespace FineFlow.Ingest.Tests.Grid;

public class SlotMapsTests
{
    private const int Channels = 2, Cells = 3, Slots = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(10_000)]
    public void Every_row_is_counted_once_in_its_slot_channel_and_cell(int rows)
    {
        var maps = new SlotMaps(Channels, Cells);
        var (counts, numbers) = (new Dictionary<long, float[]>(), new Dictionary<(long, int), long>());
        var random = new Random(rows);
        for (var row = 0; row < rows; row++)
        {
            var (slot, channel, cell, weight) = (random.Next(Slots) - 2L, random.Next(Channels), random.Next(Cells), random.Next(9));
            maps.Add(slot, channel, cell, weight);
            counts.TryAdd(slot, new float[Channels * Cells]);
            counts[slot][channel * Cells + cell] += weight;
            numbers[(slot, channel)] = numbers.GetValueOrDefault((slot, channel)) + 1;
        }

        maps.AddPending();

        Assert.Equal(counts.Keys.Order(), maps.Slots.Order());
        Assert.All(numbers, number => Assert.Equal(number.Value, maps.Rows(number.Key.Item1, number.Key.Item2)));
        Assert.All(counts, count => Assert.Equal(count.Value, maps.Remove(count.Key)));
        Assert.Empty(maps.Slots);
    }
}
