using FineFlow.Core.Datasets;

namespace FineFlow.Core.Tests.Datasets;

public sealed class DatasetAppenderTests : IDisposable
{
    private static readonly DatasetShape Shape = new(2, 2, 3, 2, [new("train", 3), new("test", 1)]);
    private static readonly float[] Monday = [20, 5, 0, 0, 1, 8, 1];

    private readonly TemporaryFolder _folder = new();

    private string City => _folder.File("city");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Slots_load_back_split_by_split_and_add_up()
    {
        DatasetFolder.WriteSlots(City, new() { Name = "city" }, Shape, appender => Fill(appender, 4));
        var loaded = DatasetFolder.Load(City, new() { Strict = true });
        Assert.Equal(["train", "test"], loaded.Splits.Select(split => split.Name));
        Assert.Equal("[3, 2, 4, 6]", loaded["train"].Fine.ToString());
        Assert.Equal(Slot(3).Values, loaded["test"].Fine.Values);
        Assert.Equal([0L, 1800, 3600], loaded["train"].Time!);
        Assert.Equal(Monday, loaded["test"].External!.Values);
        Assert.Equal(2, loaded.Manifest.ScaleFactor);
        Assert.Equal(8, loaded.Manifest.Checksums!.Count);
    }

    [Fact]
    public void It_is_the_same_folder_as_written_at_once()
    {
        DatasetFolder.WriteSlots(City, new() { Name = "city" }, Shape, appender => Fill(appender, 4));
        DatasetFolder.Write(_folder.File("whole"), new() { Name = "city" }, DatasetFolder.Load(City).Splits);
        foreach (var file in Directory.EnumerateFiles(City, "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder.File("whole"), Path.GetRelativePath(City, file))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void With_a_slot_too_few_or_too_many_nothing_remains(int slots)
    {
        Assert.Throws<InvalidOperationException>(
            () => DatasetFolder.WriteSlots(City, new(), Shape, appender => Fill(appender, slots)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_failure_half_way_leaves_nothing()
    {
        Assert.Throws<OperationCanceledException>(() => DatasetFolder.WriteSlots(City, new(), Shape, appender =>
        {
            Fill(appender, 2);
            throw new OperationCanceledException();
        }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    public void What_is_no_flow_is_refused(float value)
    {
        var slot = Slot(0);
        slot.Values[5] = value;
        Refused<ArgumentException>(slot, Monday);
    }

    [Fact]
    public void A_map_of_another_size_is_refused() => Refused<ArgumentException>(new(new(1, 2, 6, 4)), Monday);

    [Fact]
    public void External_factors_out_of_range_are_refused() => Refused<BadInputException>(Slot(0), [20, 5, 0, 0, 1, 8, 18]);

    [Fact]
    public void A_taken_place_is_refused_before_anything_is_made()
    {
        Directory.CreateDirectory(City);
        File.WriteAllText(Path.Combine(City, "mine.txt"), "mine");
        Assert.Throws<BadInputException>(() => DatasetFolder.WriteSlots(City, new(), Shape, _ => Assert.Fail("must not be asked")));
    }

    [Fact]
    public void A_ratio_makes_three_splits_in_the_order_of_time()
    {
        SplitSize[] expected = [new("train", 2142), new("valid", 306), new("test", 612)];
        Assert.Equal(expected, SplitSize.Of(3060, new(7, 1, 2)));
    }

    private static FlowMaps Slot(int number)
    {
        var map = new FlowMaps(new(1, 2, 4, 6));
        for (var i = 0; i < map.Values.Length; i++)
            map.Values[i] = 100 * number + i;
        return map;
    }

    private static void Fill(DatasetAppender appender, int slots)
    {
        for (var slot = 0; slot < slots; slot++)
            appender.Append(Slot(slot), Monday, 1800 * slot);
    }

    private void Refused<T>(FlowMaps slot, float[] external)
        where T : Exception
    {
        Assert.Throws<T>(
            () => DatasetFolder.WriteSlots(
                City, new(), Shape with { Splits = [new("test", 1)] }, appender => appender.Append(slot, external, 0)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }
}
