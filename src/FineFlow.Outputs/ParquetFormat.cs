using Parquet;
using Parquet.Schema;

namespace FineFlow.Outputs;

/// <summary>
/// The table of <see cref="CsvFormat"/> as Apache Parquet, with types: time is a timestamp without a zone, whole counts are 64-bit
/// integers, what is unknown is null. A row group holds whole maps.
/// </summary>
internal sealed class ParquetFormat : OutputFormat
{
    private const int RowsPerGroup = 1 << 20;

    public override string Key => "parquet";

    public override IReadOnlyList<string> Endings => [".parquet"];

    public override string MediaType => "application/vnd.apache.parquet";

    public override string Description => "a table as Parquet";

    public override bool UsesPlace => true;

    public override bool HoldsQuantiles => true;

    public override void Write(Stream stream, Prediction prediction) => WriteAsync(stream, prediction).GetAwaiter().GetResult();

    private static async Task WriteAsync(Stream stream, Prediction prediction)
    {
        var columns = ParquetColumn.Of(prediction);
        var schema = new ParquetSchema([.. columns.Select(column => column.Field)]);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream).ConfigureAwait(false);
        writer.CustomMetadata = Provenance.Tags(prediction).ToDictionary(tag => tag.Name, tag => tag.Text);
        var maps = prediction.Fine.Samples * prediction.Fine.Channels;
        var perGroup = Math.Max(1, RowsPerGroup / (prediction.Fine.Rows * prediction.Fine.Columns));
        for (var first = 0; first < maps; first += perGroup)
        {
            using var group = writer.CreateRowGroup();
            foreach (var column in columns)
            {
                await column.Write(group, first, Math.Min(perGroup, maps - first)).ConfigureAwait(false);
            }
        }
    }
}
