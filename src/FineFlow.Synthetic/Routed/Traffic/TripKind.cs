namespace FineFlow.Synthetic.Routed.Traffic;

/// <summary>Why people travel.</summary>
internal enum TripKind
{
    /// <summary>From homes to workplaces.</summary>
    ToWork,

    /// <summary>From workplaces to homes.</summary>
    ToHome,

    /// <summary>From homes to shops, restaurants and sights, and back the same way.</summary>
    Leisure,

    /// <summary>Short ways for everything.</summary>
    Around,

    /// <summary>From and to the airport and the stations.</summary>
    Gateway,

    /// <summary>From and to a match, a concert, a fair.</summary>
    Event,
}
