using FineFlow.Core;
using FineFlow.Core.Datasets;
using FineFlow.Core.Formats;
using FineFlow.Ingest.Tables;
using FineFlow.Torch.Inference;
using FineFlow.Torch.Models;

namespace FineFlow.Fuzz;

/// <summary>What reads bytes of strangers.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Func<string, Task<Action<byte[]>>>> All = new()
    {
        ["npy"] = folder => File(folder, "X.npy", path => NpyReader.ReadCounts(path)),
        ["safetensors"] = folder => File(folder, "weights.safetensors", ReadTensors),
        ["dataset"] = folder => File(folder, DatasetManifest.FileName, path => DatasetManifest.Read(path)),
        ["card"] = folder => File(folder, "card.json", ReadCard),
        ["csv"] = folder => File(folder, "a.csv", FindDialect),
        ["http"] = async folder => (await FuzzedServer.StartAsync(folder)).Http,
        ["grpc"] = async folder => (await FuzzedServer.StartAsync(folder)).Grpc,
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Returns what is to be done with bytes; it throws at a find.</summary>
    public static Task<Action<byte[]>> CreateAsync(string name, string folder) => All[name](folder);

    /// <summary>Reads the bytes as a file.</summary>
    private static Task<Action<byte[]>> File(string folder, string name, Action<string> read)
    {
        var path = Path.Combine(folder, name);
        return Task.FromResult<Action<byte[]>>(bytes =>
        {
            System.IO.File.WriteAllBytes(path, bytes);
            try
            {
                read(path);
            }
            catch (BadInputException)
            {
                // So it should be.
            }
        });
    }

    private static void ReadTensors(string path)
    {
        using var file = SafetensorsFile.Open(path);
        foreach (var entry in file.Entries)
        {
            file.ReadSingle(entry.Name);
        }
    }

    private static void ReadCard(string path)
    {
        var card = ModelBundle.ReadCard(Path.GetDirectoryName(path)!);
        ModelBundle.IsSealed(card);
        ModelCatalog.Find(card.Model).Configure(card.Options);
    }

    private static void FindDialect(string path)
    {
        var lines = CsvLines.First(null!, path, CsvLines.EncodingOf(path), 100);
        if (lines.Count > 0)
        {
            CsvDialect.Find(path, lines, null);
        }
    }
}
