using FineFlow.Core;
using FineFlow.Core.Zones;

namespace FineFlow.AspNetCore.Datasets;

/// <summary>Zones that a caller sends, and the slots in which their flow is asked for.</summary>
/// <param name="GeoJson">The zones, GeoJSON in degrees.</param>
/// <param name="Name">The property that names a zone; null: <c>name</c>, or else zones are numbered.</param>
/// <param name="From">The first slot.</param>
/// <param name="Count">Slots.</param>
internal sealed record ZoneRequest(byte[] GeoJson, string? Name, int From, int Count)
{
    private const string Source = "zones";

    /// <summary>Reads the zones.</summary>
    /// <exception cref="BadInputException">They are none, or the dataset does not say where it lies.</exception>
    public IReadOnlyList<Zone> Read(ServedDataset data, ZoneLimits limits, CancellationToken cancellationToken)
    {
        var fine = data.Split.Fine;
        var frame = MapFrame.Of(data.Manifest, fine.Rows, fine.Columns, Source);
        return ZoneFile.Read(new MemoryStream(GeoJson), Source, frame, Name, limits, cancellationToken);
    }
}
