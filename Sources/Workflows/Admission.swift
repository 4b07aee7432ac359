package import Model

/// Looks at a thing as it is before a change, in the transaction of the change; nil where it is not there yet.
///
/// Where it gives a reason, that is the answer, and nothing is done.
package typealias Admission<View> = @Sendable (View?) -> Refusal?
