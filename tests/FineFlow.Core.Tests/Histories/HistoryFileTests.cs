using System.IO.Compression;
using FineFlow.Core.Formats;
using FineFlow.Core.Histories;

namespace FineFlow.Core.Tests.Histories;

public sealed class HistoryFileTests : IDisposable
{
    private static readonly FlowShape Shape = new(1, 1, 2, 2);
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("history.npz");

    public static TheoryData<string, float[], float[], int[]> Damages => new()
    {
        { "a negative count", [1, 2, 3, -4], [0, 0, 0, 0], [1, 4] },
        { "a count that is no number", [1, 2, 3, float.NaN], [0, 0, 0, 0], [1, 4] },
        { "a day that is no number", [1, 2, 3, 4], [float.NaN, 0, 0, 0], [1, 4] },
        { "slots of another number", [1, 2, 3, 4], [0, 0, 0, 0, 0, 0, 0, 0], [2, 4] },
    };

    [Theory]
    [InlineData(1f)]
    [InlineData(0.25f)]
    [InlineData(70_000f)]
    public void A_history_comes_back_as_it_was(float unit)
    {
        var history = new FineHistory(
            new(new(2, 1, 2, 2), [unit, 0, 0, 3, 0, 2 * unit, 0, 0]),
            [new(14_016, 19_800, 5, Holiday: false), new(14_017, SlotClock.Unknown, SlotClock.Unknown, Holiday: true)],
            2);
        HistoryFile.Save(File, history);

        var loaded = HistoryFile.Load(File, Shape, 2);

        Assert.Equal(history.Fine.Values, loaded.Fine.Values);
        Assert.Equal(history.Clocks, loaded.Clocks);
    }

    [Fact]
    public void The_same_history_gives_the_same_bytes()
    {
        var history = new FineHistory(new(new(1, 1, 2, 2), [1, 2, 3, 4]), [default], 2);
        HistoryFile.Save(File, history);
        var first = System.IO.File.ReadAllBytes(File);

        HistoryFile.Save(File, history);

        Assert.Equal(first, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void Maps_of_another_size_are_refused()
    {
        HistoryFile.Save(File, new FineHistory(new(new(1, 1, 2, 2), [1, 2, 3, 4]), [default], 2));

        var refusal = Assert.Throws<BadInputException>(() => HistoryFile.Load(File, new(1, 2, 2, 2), 2));

        Assert.Contains("holds maps [1, 1, 2, 2]; expected [slots, 2, 2, 2]", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_history_is_refused(string damage, float[] fine, float[] slots, int[] shape)
    {
        using (var archive = ZipFile.Open(File, ZipArchiveMode.Create))
        {
            Add(archive, "fine.npy", stream => NpyWriter.Write(stream, fine, 1, 1, 2, 2));
            Add(archive, "slots.npy", stream => NpyWriter.Write(stream, slots, shape));
        }

        Assert.True(Record.Exception(() => HistoryFile.Load(File, Shape, 2)) is BadInputException, damage);
    }

    [Fact]
    public void A_cut_or_changed_file_is_refused()
    {
        var values = Enumerable.Range(0, 4 * 64).Select(value => (float)(value * 37 % 11)).ToArray();
        HistoryFile.Save(File, new FineHistory(new(new(64, 1, 2, 2), values), new SlotClock[64], 2));
        var whole = System.IO.File.ReadAllBytes(File);

        for (var length = 0; length < whole.Length; length += 7)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Throws<BadInputException>(() => HistoryFile.Load(File, Shape, 2));
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var refusal = Assert.Throws<BadInputException>(() => HistoryFile.Load(File, Shape, 2));

        Assert.Contains("history.npz", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        using var stream = archive.CreateEntry(name).Open();
        write(stream);
    }
}
