using Apache.Arrow;
using FineFlow.Ingest.Grid;
using FineFlow.Ingest.Tables;

namespace FineFlow.Ingest.Plans;

/// <summary>Groups of an input's files, by their indices.</summary>
internal static class FileGroups
{
    /// <summary>Returns groups of which no two have a vehicle in common, in the order of their first files.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> ByVehicle(
        Engine engine, InputTable table, RowQuery query, CancellationToken cancellationToken)
    {
        // Each file points to an earlier one of its group, or to itself.
        var earlier = Enumerable.Range(0, table.Files.Count).ToArray();
        var (vehicle, first) = (System.Array.Empty<byte>(), 0);
        foreach (var batch in engine.Stream(table.Title, query.FilesOfVehicles(table.Scan(engine)), cancellationToken))
        {
            var vehicles = (StringArray)batch.Column(0);
            var files = ((Int32Array)batch.Column(1)).Values;
            for (var row = 0; row < files.Length; row++)
            {
                var name = vehicles.GetBytes(row);
                if (!name.SequenceEqual(vehicle))
                {
                    (vehicle, first) = (name.ToArray(), files[row]);
                }
                else if (!name.IsEmpty)
                {
                    Join(earlier, first, files[row]);
                }
            }
        }

        return [.. Enumerable.Range(0, earlier.Length).GroupBy(file => FirstOf(earlier, file)).Select(group => group.ToArray())];
    }

    /// <summary>Puts neighbouring groups together until they are few, of about the same size.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="most">Largest number of groups.</param>
    /// <param name="sizeOf">Returns a file's size.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Merge(
        IReadOnlyList<IReadOnlyList<int>> groups, int most, Func<int, long> sizeOf)
    {
        if (groups.Count <= most)
        {
            return groups;
        }

        // A group goes to the part in which its middle lies. An empty file has a size too.
        var sizes = groups.Select(group => group.Sum(file => 1.0 + sizeOf(file))).ToArray();
        var (all, before) = (sizes.Sum(), 0.0);
        var parts = new SortedDictionary<int, List<int>>();
        foreach (var (group, size) in groups.Zip(sizes))
        {
            var part = (int)((before + size / 2) / all * most);
            parts.TryAdd(part, []);
            parts[part].AddRange(group);
            before += size;
        }

        return [.. parts.Values.Select(files => files.Order().ToArray())];
    }

    private static void Join(int[] earlier, int one, int other)
    {
        var (first, second) = (FirstOf(earlier, one), FirstOf(earlier, other));
        earlier[Math.Max(first, second)] = Math.Min(first, second);
    }

    private static int FirstOf(int[] earlier, int file)
    {
        while (earlier[file] != file)
        {
            file = earlier[file] = earlier[earlier[file]];
        }

        return file;
    }
}
