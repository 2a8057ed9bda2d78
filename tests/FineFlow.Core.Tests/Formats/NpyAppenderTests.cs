using FineFlow.Core.Formats;

namespace FineFlow.Core.Tests.Formats;

public sealed class NpyAppenderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Piece_by_piece_gives_the_same_bytes_as_all_at_once()
    {
        var values = Enumerable.Range(0, 60).Select(i => i / 7f).ToArray();
        using (var appender = new NpyAppender(_folder.File("pieces.npy"), 5, 3, 4))
        {
            for (var start = 0; start < values.Length; start += 12)
                appender.Append(values.AsSpan(start, 12));
            appender.Complete();
        }

        NpyWriter.Write(_folder.File("whole.npy"), values, 5, 3, 4);
        Assert.Equal(File.ReadAllBytes(_folder.File("whole.npy")), File.ReadAllBytes(_folder.File("pieces.npy")));
    }

    [Fact]
    public void Too_many_values_are_refused_before_they_are_written()
    {
        using (var appender = new NpyAppender(_folder.File("full.npy"), 2, 3))
        {
            appender.Append(new float[4]);
            Assert.Throws<InvalidOperationException>(() => appender.Append(new float[3]));
            appender.Append(new float[2]);
            appender.Complete();
        }

        Assert.Equal([2, 3], NpyReader.ReadSingle(_folder.File("full.npy")).Shape);
    }

    [Fact]
    public void An_array_with_missing_values_is_not_complete()
    {
        using var appender = new NpyAppender(_folder.File("short.npy"), 2, 3);
        appender.Append(new float[5]);
        Assert.Contains(
            "1 values are missing", Assert.Throws<InvalidOperationException>(appender.Complete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_is_left_alone()
    {
        File.WriteAllText(_folder.File("mine.npy"), "mine");
        Assert.Throws<IOException>(() => new NpyAppender(_folder.File("mine.npy"), 1));
        Assert.Equal("mine", File.ReadAllText(_folder.File("mine.npy")));
    }
}
