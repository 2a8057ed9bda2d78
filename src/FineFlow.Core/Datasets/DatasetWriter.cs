using FineFlow.Core.Formats;

namespace FineFlow.Core.Datasets;

/// <summary>Writes dataset folders.</summary>
internal static class DatasetWriter
{
    public static void Write(string folder, DatasetManifest manifest, IReadOnlyList<FlowSplit> splits, bool overwrite)
    {
        CheckNames([.. splits.Select(split => split.Name)]);
        foreach (var split in splits)
        {
            var files = new SplitFiles(folder, split.Name);
            SplitShapes.Check(split, files);
            SplitValues.Check(split, files);
        }

        if (manifest.Externals is null && splits[0].External?.Schema is { IsTaxiBj: false } schema)
        {
            manifest = manifest with { Externals = schema };
        }

        DatasetRules.Check(folder, manifest, splits);
        DatasetReplacement.Write(folder, overwrite, temporary =>
        {
            foreach (var split in splits)
            {
                WriteSplit(split, new SplitFiles(temporary, split.Name));
            }

            splits[0].Static?.Write(temporary);
            WriteManifest(
                temporary, manifest with { StaticMaps = splits[0].Static?.Maps }, splits[0].Fine.Rows / splits[0].Coarse.Rows);
        });
    }

    public static void WriteSlots(
        string folder, DatasetManifest manifest, DatasetShape shape, Action<DatasetAppender> write, bool overwrite)
    {
        CheckNames([.. shape.Splits.Select(split => split.Name)]);
        DatasetReplacement.Write(folder, overwrite, temporary =>
        {
            using var appender = new DatasetAppender(temporary, shape, manifest.ExternalSchema());
            write(appender);
            appender.CheckComplete();
            WriteManifest(temporary, manifest, shape.ScaleFactor);
        });
    }

    private static void WriteManifest(string temporary, DatasetManifest manifest, int factor)
    {
        var complete = manifest with { ScaleFactor = factor, Checksums = FileChecksums.Compute(temporary) };
        complete.Write(Path.Combine(temporary, DatasetManifest.FileName));
    }

    private static void CheckNames(string[] names)
    {
        if (names.Length == 0 || names.Distinct().Count() < names.Length || names.Except(SplitNames.All).Any())
        {
            throw new ArgumentException(
                Invariant($"splits [{string.Join(", ", names)}]; one to three of {string.Join(", ", SplitNames.All)} are expected"),
                nameof(names));
        }
    }

    private static void WriteSplit(FlowSplit split, SplitFiles files)
    {
        WriteMaps(files.Coarse, split.Coarse);
        WriteMaps(files.Fine, split.Fine);
        if (split.External is { } external)
        {
            NpyWriter.Write(files.External, external.Values, external.Samples, external.Columns);
        }

        if (split.Time is { } time)
        {
            NpyWriter.Write(files.Time, time, time.Length);
        }
    }

    /// <exception cref="BadInputException">A count would become another one.</exception>
    private static void WriteMaps(string path, FlowMaps maps)
    {
        FlowValues.RequireSingle(maps, path);
        if (maps.Channels == 1)
        {
            // As TaxiBJ has it; other programs add the channel axis themselves.
            NpyWriter.Write(path, maps.Values, maps.Samples, maps.Rows, maps.Columns);
        }
        else
        {
            NpyWriter.Write(path, maps.Values, maps.Samples, maps.Channels, maps.Rows, maps.Columns);
        }
    }
}
