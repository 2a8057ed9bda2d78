using System.IO.Compression;
using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Ingest.Maps;
using PureHDF;

namespace FineFlow.Ingest.Tests.Maps;

public sealed class MapImportTests : IDisposable
{
    private const int Samples = 20, Channels = 2, Rows = 4, Columns = 6;

    private readonly TemporaryFolder _folder = new();

    private static float[] Cells => [.. Enumerable.Range(0, Samples * Channels * Rows * Columns).Select(cell => (float)(cell * 7 % 11))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("maps.npy")]
    [InlineData("maps.npz")]
    [InlineData("float32.h5")]
    [InlineData("float64.h5")]
    [InlineData("int32.hdf5")]
    public void Fine_maps_become_a_dataset_whose_blocks_add_up(string name)
    {
        var dataset = Import(Write(name));

        Assert.Equal([14, 2, 4], dataset.Splits.Select(split => split.Samples));
        Assert.Equal(Cells, dataset.Splits.SelectMany(split => split.Fine.Values));
        var (coarse, fine) = (dataset["train"].Coarse, dataset["train"].Fine);
        Assert.Equal(fine.Values[0] + fine.Values[1] + fine.Values[6] + fine.Values[7], coarse.Values[0]);
        Assert.Equal((2, 3), (coarse.Rows, coarse.Columns));
    }

    [Fact]
    public void Deepst_dates_are_days_and_numbers_of_slots()
    {
        string[] dates = [.. Enumerable.Range(0, Samples).Select(slot => $"201407{1 + (slot / 10):00}{39 + (slot % 10):00}")];
        var dataset = Import(WriteDeepSt(_folder.File("deepst.h5"), dates));

        Assert.Equal((30, new DateTime(2014, 7, 1, 19, 0, 0)), (dataset.Manifest.SlotMinutes!.Value, dataset.Manifest.FirstSlot!.Value));
        var starts = dataset.Splits.SelectMany(split => split.Time!).ToArray();
        Assert.Equal(Seconds(2014, 7, 1, 23.5), starts[9]);
        Assert.Equal(Seconds(2014, 7, 2, 19), starts[10]);
    }

    [Theory]
    [InlineData("2014070100")]
    [InlineData("2014073201")]
    [InlineData("20140701")]
    [InlineData("2014070197")]
    public void What_is_no_date_is_refused(string date)
    {
        var dates = Enumerable.Range(1, Samples).Select(slot => $"20140701{slot:00}").ToArray();
        dates[3] = date;

        AssertRefused(Counts(WriteDeepSt(_folder.File("a.h5"), dates)), "date");
    }

    [Fact]
    public void Slots_without_gaps_follow_from_the_first()
    {
        var dataset = Import(Write("maps.npy"), request => request with { Start = new(2024, 5, 1, 7, 0, 0), Slot = 15 });

        Assert.Equal(15, dataset.Manifest.SlotMinutes);
        Assert.Equal([Seconds(2024, 5, 1, 7), Seconds(2024, 5, 1, 7.25)], dataset["train"].Time![..2]);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused_and_nothing_is_written()
    {
        var path = Write("maps.npy");
        AssertRefused(Counts(path), "which cannot be cut into blocks of 4 x 4", factor: 4);
        AssertRefused(Counts(path) with { Start = new(2024, 1, 1) }, "slot length: is not given");
        AssertRefused(Counts(path) with { Slot = 7 }, "divides a day");
        AssertRefused(Counts(_folder.File("none.npy")), "no such file");
        AssertRefused(Counts(Write("maps.npz")) with { Key = "dta" }, "did you mean 'data'?");
        File.WriteAllText(_folder.File("a.h5"), "no HDF5");
        AssertRefused(Counts(_folder.File("a.h5")), "cannot be read as HDF5");
        AssertRefused(Counts(Write("two.npz")), "holds several arrays of maps; name one of data, other");
        AssertRefused(Counts(path, Write("maps.npz")), "one file of arrays is expected");
        AssertRefused(Counts(path) with { Box = new() { West = 2, East = 1, South = 0, North = 1 } }, "west below east");

        var holes = Cells.ToArray();
        holes[^1] = float.NaN;
        NpyWriter.Write(_folder.File("holes.npy"), holes, [Samples, Channels, Rows, Columns]);
        AssertRefused(Counts(_folder.File("holes.npy")), "[sample 19, channel 1, row 3, column 5] is missing");
    }

    /// <summary>Whatever becomes of the bytes, a file is read as it is or refused in a line.</summary>
    [Fact]
    public void Damaged_files_are_refused_or_read_as_they_are()
    {
        foreach (var name in new[] { "maps.npz", "float32.h5" })
        {
            var bytes = File.ReadAllBytes(Write(name));
            var random = new Random(3);
            for (var trial = 0; trial < 60; trial++)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                var path = _folder.File($"damaged{Path.GetExtension(name)}");
                File.WriteAllBytes(path, trial % 2 == 0 ? damaged : bytes[..random.Next(bytes.Length)]);
                try
                {
                    Assert.True(CountFiles.Read(Counts(path)).Maps.Samples > 0);
                }
                catch (BadInputException refused)
                {
                    Assert.Contains("damaged", refused.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    private static long Seconds(int year, int month, int day, double hours) =>
        (long)(new DateTime(year, month, day).AddHours(hours) - DateTime.UnixEpoch).TotalSeconds;

    private static CountRequest Counts(params string[] paths) => new() { Inputs = paths };

    private FlowDataset Import(string path, Func<CountRequest, CountRequest>? change = null)
    {
        var counts = Counts(path);
        var request = new MapImportRequest { Counts = change?.Invoke(counts) ?? counts, Factor = 2 };
        MapImport.Write(_folder.File("out"), request, overwrite: true);
        return DatasetFolder.Load(_folder.File("out"), new() { Strict = true });
    }

    private void AssertRefused(CountRequest counts, string problem, int factor = 2)
    {
        var refused = Assert.Throws<BadInputException>(
            () => MapImport.Write(_folder.File("refused"), new() { Counts = counts, Factor = factor }, overwrite: false));
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("refused")));
    }

    private string Write(string name)
    {
        var path = _folder.File(name);
        File.Delete(path);
        if (name.EndsWith(".npz", StringComparison.Ordinal))
        {
            using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
            string[] arrays = name == "two.npz" ? ["data", "other"] : ["data"];
            foreach (var array in arrays)
            {
                NpyWriter.Write(_folder.File("part"), Cells, [Samples, Channels, Rows, Columns]);
                zip.CreateEntryFromFile(_folder.File("part"), $"{array}.npy");
            }

            NpyWriter.Write(_folder.File("part"), new float[3], [3]);
            zip.CreateEntryFromFile(_folder.File("part"), "scale.npy");
        }
        else if (name.EndsWith(".npy", StringComparison.Ordinal))
        {
            NpyWriter.Write(path, Cells, [Samples, Channels, Rows, Columns]);
        }
        else
        {
            new H5File { ["data"] = Hdf5(name.Split('.')[0]), ["mmn"] = new float[] { 0, 10 } }.Write(path);
        }

        return path;
    }

    private static Array Hdf5(string type) => type switch
    {
        "float32" => Shaped(count => count),
        "float64" => Shaped(count => (double)count),
        _ => Shaped(count => (int)count),
    };

    private static T[,,,] Shaped<T>(Func<float, T> convert)
    {
        var array = new T[Samples, Channels, Rows, Columns];
        Buffer.BlockCopy(Array.ConvertAll(Cells, count => convert(count)), 0, array, 0, Buffer.ByteLength(array));
        return array;
    }

    private static string WriteDeepSt(string path, string[] dates)
    {
        new H5File { ["data"] = Shaped(count => count), ["date"] = dates }.Write(path);
        return path;
    }
}
